// Starts the server in this process. The only file of the command line that knows the cloud, and only by its one function.

/** A server that was started here. */
export interface RunningServer {
  readonly origin: string;
  stop(): Promise<void>;
}

/** The port that AWS tools are used to for a cloud on the own machine. */
export const DEFAULT_PORT = 4566;

/** Starts a server on a state folder. Throws ERR_SERVER_RUNS if one does already, and ERR_PORT_IN_USE. */
export async function start(stateDir: string, port: number): Promise<RunningServer> {
  // AWS's SDK warns about the version of Node on every start of a client; nobody at this command line can act on it.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  const { startServer } = await import("../server.ts");
  return startServer({ stateDir, port });
}
