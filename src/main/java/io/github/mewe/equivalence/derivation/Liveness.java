package io.github.mewe.equivalence.derivation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the registers that instructions may read before they are written. */
final class Liveness {
    private static final int[] NONE = {};

    private final List<CodeInstruction> instructions;

    /** The number of globals, which are the first registers. */
    private final int globals;

    Liveness(List<CodeInstruction> instructions, int globals) {
        this.instructions = instructions;
        this.globals = globals;
    }

    private static int[] successors(CodeInstruction instruction) {
        return switch (instruction.kind()) {
            case RETURN, TRAP -> NONE;
            case BRANCH, TABLE, FORK, EVENT -> instruction.next();
            default -> new int[] {instruction.next()[0]};
        };
    }

    /**
     * The registers, apart from globals, whose values an instruction and its successors may read, by the instruction;
     * null where no run can stop. A backward data flow over basic blocks, which end before a leader.
     */
    int[][] atStops() {
        int count = instructions.size();
        var leaders = new BitSet(count);
        leaders.set(0);
        for (int i = 0; i < count; i++) {
            int[] next = successors(instructions.get(i));
            if (next.length != 1 || next[0] != i + 1) {
                leaders.set(i + 1);
                for (int target : next) {
                    leaders.set(target);
                }
            }
        }
        Map<Integer, BitSet> atLeaders = new HashMap<>();
        Map<Integer, List<Integer>> predecessors = new HashMap<>();
        for (int leader = 0; leader >= 0 && leader < count; leader = leaders.nextSetBit(leader + 1)) {
            atLeaders.put(leader, new BitSet());
            for (int target : successors(instructions.get(end(leader, leaders) - 1))) {
                predecessors.computeIfAbsent(target, any -> new ArrayList<>()).add(leader);
            }
        }
        var waiting = new BitSet(count);
        atLeaders.keySet().forEach(waiting::set);
        while (!waiting.isEmpty()) {
            int leader = waiting.length() - 1;
            waiting.clear(leader);
            BitSet now = before(leader, leaders, atLeaders, null);
            if (!now.equals(atLeaders.put(leader, now))) {
                predecessors.getOrDefault(leader, List.of()).forEach(waiting::set);
            }
        }
        var result = new int[count][];
        atLeaders.keySet().forEach(leader -> before(leader, leaders, atLeaders, result));
        return result;
    }

    private int end(int leader, BitSet leaders) {
        int next = leaders.nextSetBit(leader + 1);
        return next < 0 ? instructions.size() : Math.min(next, instructions.size());
    }

    private BitSet before(int leader, BitSet leaders, Map<Integer, BitSet> atLeaders, int[][] result) {
        int end = end(leader, leaders);
        var now = new BitSet();
        for (int next : successors(instructions.get(end - 1))) {
            now.or(atLeaders.get(next));
        }
        for (int i = end - 1; i >= leader; i--) {
            CodeInstruction instruction = instructions.get(i);
            if (instruction.target() >= 0) {
                now.clear(instruction.target());
            }
            for (int operand : instruction.operands()) {
                now.set(operand);
            }
            now.clear(0, globals);
            if (result != null && (instruction.canStop() || i == leader)) {
                result[i] = now.stream().toArray();
            }
        }
        return now;
    }
}
