package io.countersign.executor.example;

import io.countersign.executor.connector.Connector;
import io.countersign.executor.connector.ConnectorKind;
import io.countersign.executor.connector.Fields;
import io.countersign.executor.connector.Secrets;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Routes that say {@code connector: folder}: each action becomes a file in a folder that another program empties. */
public final class FolderConnector implements ConnectorKind {

    @Override
    public String name() {
        return "folder";
    }

    @Override
    public Connector connector(Fields route, Secrets secrets) {
        var folder = route.parsed("folder", route.text("folder"), Path::of);
        if (!Files.isDirectory(folder)) {
            throw route.wrong("folder", "is no folder");
        }
        return (action, attempt) -> put(action, folder);
    }

    /** The key names the file, so the same call made twice is one file. It is there as a whole or not at all. */
    private static Result put(ApprovedAction action, Path folder) {
        var file = folder.resolve(action.idempotencyKey() + ".json");
        try {
            var part = Files.writeString(folder.resolve(action.idempotencyKey() + ".part"), action.parameters());
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            return Result.succeeded("{\"file\":\"" + file.getFileName() + "\"}");
        } catch (IOException full) {
            return Result.failedRetryable("NOT_CONNECTED", "the folder cannot be written to", null);
        }
    }
}
