package io.github.mewe.measure;

final class RuleSurvival {
    void write() {}
}
