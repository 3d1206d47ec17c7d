package io.countersign.policystream.policy.yaml;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Splits a stream into its documents and reads each by itself, so that a mistake in one does not hide the mistakes in
 * the others. A line that begins with {@code ---} always begins a document: YAML allows it nowhere else.
 */
public final class YamlStream {
    /** Lists and maps within each other. */
    private static final int NESTING = 64;

    /** Characters of a line: the parser's time grows with the square of what has no line break. */
    static final int LINE = 64 * 1024;

    /** Documents of a stream that hold anything. */
    public static final int DOCUMENTS = 20_000;

    /** Scalars, lists and maps of a stream: what is read of them takes many times the memory of their text. */
    static final int VALUES = 250_000;

    private final Findings findings;
    private final FileMarkers files;
    private final List<Value> documents = new ArrayList<>();
    private int values;
    private boolean ended;

    private YamlStream(Findings findings, FileMarkers files) {
        this.findings = findings;
        this.files = files;
    }

    /** The documents that hold anything, in order; what cannot be read is a problem. */
    public static List<Value> documents(String yaml, Findings findings, FileMarkers files) {
        var stream = new YamlStream(findings, files);
        stream.split(yaml);
        return stream.documents;
    }

    private void split(String yaml) {
        int begin = 0;
        int beginLine = 1;
        int number = 0;
        for (int at = 0; at < yaml.length() && !ended; ) {
            int newline = yaml.indexOf('\n', at);
            int end = newline < 0 ? yaml.length() : newline + 1;
            String line = yaml.substring(at, end).stripTrailing();
            number++;
            files.note(number, line);
            if (files.count() > DOCUMENTS) {
                end(number - 1, "the stream names more than " + DOCUMENTS + " files");
                return;
            }
            if (line.length() > LINE) {
                findings.problem(number, "the line is longer than " + LINE + " characters");
                return;
            }
            if (at > begin && (line.equals("---") || line.startsWith("--- "))) {
                read(yaml.substring(begin, at), beginLine - 1);
                begin = at;
                beginLine = number;
            }
            at = end;
        }
        if (!ended) {
            read(yaml.substring(begin), beginLine - 1);
        }
    }

    private void read(String part, int linesBefore) {
        var options = options();
        try {
            var parser = new BoundedParser(new StreamReader(part), options, VALUES - values);
            var composer = new Composer(parser, new JsonScalars(), options);
            var reader = new ValueReader(findings, linesBefore);
            while (!ended && composer.checkNode()) {
                reader.read(composer.getNode()).ifPresent(document -> add(document, linesBefore));
            }
            values += parser.values();
        } catch (BoundedParser.TooManyValues e) {
            end(linesBefore, "the stream has more than " + VALUES + " values");
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine();
            findings.problem(linesBefore + line + 1, "not YAML: " + e.getProblem());
        } catch (ReaderException e) {
            findings.problem(linesBefore + lineOf(part, e.getPosition()), "not YAML: a character that is not allowed");
        } catch (YAMLException e) {
            findings.problem(linesBefore + 1, "not YAML: " + e.getMessage());
        }
        ended |= findings.full();
    }

    private void add(Value document, int linesBefore) {
        if (documents.size() == DOCUMENTS) {
            end(linesBefore, "the stream has more than " + DOCUMENTS + " documents");
        } else {
            documents.add(document);
        }
    }

    /** Whoever sends that much is not told what else is wrong with it. */
    private void end(int linesBefore, String why) {
        findings.problem(linesBefore + 1, why);
        documents.clear();
        ended = true;
    }

    private static int lineOf(String part, int position) {
        return 1
                + (int) part.codePoints().limit(position).filter(c -> c == '\n').count();
    }

    private static LoaderOptions options() {
        var options = new LoaderOptions();
        options.setNestingDepthLimit(NESTING);
        options.setCodePointLimit(Integer.MAX_VALUE);
        options.setMaxAliasesForCollections(0);
        options.setAllowDuplicateKeys(false);
        options.setAllowRecursiveKeys(false);
        return options;
    }
}
