package io.github.mewe.engine.fork;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Tasks and replies as JSON, each in one line. */
final class Messages {
    /** Distinguishes replies from what the JVM itself prints. */
    private static final String REPLY = "mewe-reply ";

    private final Gson gson = new GsonBuilder()
            .disableHtmlEscaping()
            .registerTypeAdapterFactory(new Optionals())
            .registerTypeAdapter(OptionalDouble.class, text(Messages::format, Messages::number))
            .registerTypeHierarchyAdapter(Path.class, text(Path::toString, Path::of))
            .registerTypeAdapter(Duration.class, text(Duration::toString, Duration::parse))
            .create();

    String format(Task task) {
        return gson.toJson(task);
    }

    Task task(String line) {
        return gson.fromJson(line, Task.class);
    }

    String format(Reply reply) {
        return REPLY + gson.toJson(reply);
    }

    /** Parses a reply; empty for a line that is none. */
    Optional<Reply> reply(String line) {
        return line.startsWith(REPLY)
                ? Optional.of(gson.fromJson(line.substring(REPLY.length()), Reply.class))
                : Optional.empty();
    }

    private static <T> TypeAdapter<T> text(Function<T, String> format, Function<String, T> parse) {
        return new TypeAdapter<>() {
            @Override
            public void write(JsonWriter out, T value) throws IOException {
                out.value(format.apply(value));
            }

            @Override
            public T read(JsonReader in) throws IOException {
                return parse.apply(in.nextString());
            }
        };
    }

    private static String format(OptionalDouble number) {
        return number.isPresent() ? String.valueOf(number.getAsDouble()) : "";
    }

    private static OptionalDouble number(String text) {
        return text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
    }

    /** An array of at most one value. */
    private static final class Optionals implements TypeAdapterFactory {
        @Override
        @SuppressWarnings("unchecked")
        public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
            if (type.getRawType() != Optional.class) {
                return null;
            }
            var content = TypeToken.get(((ParameterizedType) type.getType()).getActualTypeArguments()[0]);
            return (TypeAdapter<T>) of(gson.getAdapter(content));
        }

        private static <V> TypeAdapter<Optional<V>> of(TypeAdapter<V> content) {
            return new TypeAdapter<>() {
                @Override
                public void write(JsonWriter out, Optional<V> value) throws IOException {
                    out.beginArray();
                    if (value.isPresent()) {
                        content.write(out, value.get());
                    }
                    out.endArray();
                }

                @Override
                public Optional<V> read(JsonReader in) throws IOException {
                    in.beginArray();
                    Optional<V> value =
                            in.peek() == JsonToken.END_ARRAY ? Optional.empty() : Optional.of(content.read(in));
                    in.endArray();
                    return value;
                }
            };
        }
    }
}
