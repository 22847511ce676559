package io.github.mewe.profile;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.util.ArrayList;

/** Reads and writes profiles as JSON with one line per function. */
public final class ProfileFile {
    private static final String HEX = "[0-9a-f]{64}";

    private final Gson gson = new GsonBuilder().disableHtmlEscaping().create();

    /** The first line of the file. */
    private record Head(int schemaVersion, String module, String sha256, int imports, int defined) {}

    /** Formats a profile as JSON. */
    public String format(RecordedProfile profile) {
        var text = new StringBuilder(gson.toJson(new Head(
                profile.schemaVersion(), profile.module(), profile.sha256(), profile.imports(), profile.defined())));
        text.setLength(text.length() - 1);
        text.append(",\n\"functions\":[");
        String separator = "\n";
        for (RecordedProfile.Function function : profile.functions()) {
            text.append(separator).append(gson.toJson(function));
            separator = ",\n";
        }
        return text.append("\n]}\n").toString();
    }

    /**
     * Reads a profile.
     *
     * @throws ProfileException if the text is not a profile of this version
     */
    public RecordedProfile parse(String json) {
        try {
            Head head = gson.fromJson(json, Head.class);
            if (head == null || head.schemaVersion() == 0) {
                throw new ProfileException("it has no schemaVersion");
            }
            if (head.schemaVersion() != RecordedProfile.SCHEMA_VERSION) {
                throw new ProfileException("its schemaVersion is " + head.schemaVersion()
                        + ", but this version of the plugin reads " + RecordedProfile.SCHEMA_VERSION);
            }
            Functions functions = gson.fromJson(json, Functions.class);
            if (head.sha256() == null || !head.sha256().matches(HEX) || functions.functions() == null) {
                throw new ProfileException("it lacks a valid sha256 or its functions");
            }
            functions.functions().forEach(function -> check(function, head));
            return new RecordedProfile(
                    head.schemaVersion(),
                    head.module(),
                    head.sha256(),
                    head.imports(),
                    head.defined(),
                    functions.functions());
        } catch (JsonParseException e) {
            throw new ProfileException("it is not valid JSON: " + e.getMessage());
        }
    }

    private record Functions(ArrayList<RecordedProfile.Function> functions) {}

    private static void check(RecordedProfile.Function function, Head head) {
        if (function == null
                || function.index() < head.imports()
                || function.index() >= head.imports() + head.defined()
                || function.calls() < 0
                || function.indirectCalls() < 0
                || function.indirectCalls() > function.calls()
                || !(function.cost() >= 0 && function.cost() < Double.POSITIVE_INFINITY)) {
            throw new ProfileException("it contains an invalid function: " + function);
        }
    }
}
