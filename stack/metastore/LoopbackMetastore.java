import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.HiveMetaStore.HMSHandler;
import org.apache.hadoop.hive.metastore.IHMSHandler;
import org.apache.hadoop.hive.metastore.RetryingHMSHandler;
import org.apache.hadoop.hive.metastore.TSetIpAddressProcessor;
import org.apache.hadoop.hive.metastore.conf.MetastoreConf;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.server.ServerContext;
import org.apache.thrift.server.TServerEventHandler;
import org.apache.thrift.server.TThreadPoolServer;
import org.apache.thrift.transport.TServerSocket;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportFactory;

/**
 * Hive Metastore 3.1 on one address. Hive's own main always listens on every interface of the machine, without
 * authentication; a stack on a laptop must listen on loopback only. Arguments: ADDRESS PORT. Everything else comes from
 * metastore-site.xml in METASTORE_CONF_DIR.
 */
public final class LoopbackMetastore {
  private LoopbackMetastore() {}

  public static void main(String[] args) throws Exception {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(args[0]), Integer.parseInt(args[1]));
    // The port is taken first: a taken one is then known in a second, not after the database is open.
    TServerSocket socket = new TServerSocket(address);
    Configuration conf = MetastoreConf.newMetastoreConf();
    HMSHandler base = new HMSHandler("metastore", conf, false);
    IHMSHandler handler = RetryingHMSHandler.getProxy(conf, base, true);

    TThreadPoolServer.Args options =
        new TThreadPoolServer.Args(socket)
            .processor(new TSetIpAddressProcessor<>(handler))
            .transportFactory(new TTransportFactory())
            .protocolFactory(new TBinaryProtocol.Factory())
            .inputProtocolFactory(new TBinaryProtocol.Factory(true, true, 64L << 20, 64L << 20))
            .minWorkerThreads(4)
            .maxWorkerThreads(500)
            .stopTimeoutVal(2)
            .requestTimeout(20)
            .requestTimeoutUnit(TimeUnit.SECONDS);
    TThreadPoolServer server = new TThreadPoolServer(options);
    server.setServerEventHandler(new ReleaseStore(base));
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
    System.err.println("Hive Metastore listens at " + address);
    server.serve();
  }

  /** A connection that ends gives back the store (and its database connection) its thread opened. */
  private static final class ReleaseStore implements TServerEventHandler {
    private final HMSHandler handler;

    ReleaseStore(HMSHandler handler) {
      this.handler = handler;
    }

    @Override
    public void preServe() {}

    @Override
    public ServerContext createContext(TProtocol input, TProtocol output) {
      return null;
    }

    @Override
    public void deleteContext(ServerContext context, TProtocol input, TProtocol output) {
      handler.shutdown();
    }

    @Override
    public void processContext(ServerContext context, TTransport input, TTransport output) {}
  }
}
