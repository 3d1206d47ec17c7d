package io.countersign.policystream;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * One cache and one set of write buffers for all stores of the process: by default each store of each partition may take
 * some 100 MB of its own outside the heap.
 */
public final class SharedStoreMemory implements RocksDBConfigSetter {

    /** The setting that says how many bytes all stores may use together. */
    static final String BYTES = "countersign.store.memory.bytes";

    /** Below it a store writes and merges files all the time; all of them together are bounded by their manager. */
    private static final long WRITE_BUFFER_BYTES = 16L * 1024 * 1024;

    private static final double FOR_INDEXES = 0.1;

    private static @Nullable Cache cache;
    private static @Nullable WriteBufferManager writeBuffers;

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        long bytes = Long.parseLong(String.valueOf(configs.get(BYTES)));
        var table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(cache(bytes));
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(writeBuffers(bytes));
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        options.setMaxWriteBufferNumber(2);
    }

    /** Shared by stores that are still open. */
    @Override
    public void close(String storeName, Options options) {}

    private static synchronized Cache cache(long bytes) {
        if (cache == null) {
            cache = new LRUCache(bytes, -1, false, FOR_INDEXES);
        }
        return cache;
    }

    private static synchronized WriteBufferManager writeBuffers(long bytes) {
        if (writeBuffers == null) {
            writeBuffers = new WriteBufferManager(bytes / 2, cache(bytes));
        }
        return writeBuffers;
    }
}
