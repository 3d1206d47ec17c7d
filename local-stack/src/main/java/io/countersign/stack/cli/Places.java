package io.countersign.stack.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Files and folders as a command line names them: one that is not there is wrong usage, and said before anything is done. */
final class Places {

    /** What stands for the bundle that the running product decides by. */
    static final String IN_FORCE = "active";

    private Places() {}

    /** The folder of a policy bundle. */
    static final class Bundle implements ITypeConverter<Path> {
        @Override
        public Path convert(String text) {
            return bundle(text);
        }
    }

    /** The folder of a policy bundle, or what stands for the one in force. */
    static final class BundleOrInForce implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            return text.equals(IN_FORCE) ? text : bundle(text).toString();
        }
    }

    /** A file that is there. */
    static final class Present implements ITypeConverter<Path> {
        @Override
        public Path convert(String text) {
            var file = path(text);
            if (!Files.isRegularFile(file)) {
                throw new TypeConversionException("there is no file " + text);
            }
            return file;
        }
    }

    /** A folder that is there. */
    static final class Folder implements ITypeConverter<Path> {
        @Override
        public Path convert(String text) {
            var folder = path(text);
            if (!Files.isDirectory(folder)) {
                throw new TypeConversionException("there is no folder " + text);
            }
            return folder;
        }
    }

    private static Path bundle(String text) {
        var directory = path(text);
        if (!Files.isDirectory(directory)) {
            throw new TypeConversionException(text
                    + (Files.exists(directory)
                            ? " is no folder: a policy is a folder of *.yaml files"
                            : " does not exist"));
        }
        return directory;
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException(text + " is no name of a file");
        }
    }
}
