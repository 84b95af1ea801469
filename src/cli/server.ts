// Starts the server in this process. The only file of the command line that knows the cloud, and only by its one function.

/** A server that was started here. */
export interface RunningServer {
  readonly origin: string;
  stop(): Promise<void>;
}

/** Starts a server on a state folder. Throws ERR_SERVER_RUNS if one does already, and ERR_PORT_IN_USE. */
export async function start(stateDir: string, port: number): Promise<RunningServer> {
  const { startServer } = await import("../server.ts");
  return startServer({ stateDir, port });
}
