// Starts the server in this process. The only file of the command line that knows the cloud, and only by its one function.

import type { ServerInfo } from "./connection.ts";
import { findServer } from "./connection.ts";
import { OperatorError } from "../kernel/errors.ts";

/** A server that was started here. */
export interface RunningServer {
  readonly origin: string;
  stop(): Promise<void>;
}

/** The port that AWS tools are used to for a cloud on the own machine. */
export const DEFAULT_PORT = 4566;

/** Starts a server on a state folder. Throws ERR_SERVER_RUNS if one does already, and ERR_PORT_TAKEN. */
export async function start(stateDir: string, port: number): Promise<RunningServer> {
  const running: ServerInfo | undefined = findServer(stateDir);
  if (running !== undefined) {
    throw new OperatorError({
      code: "ERR_SERVER_RUNS",
      message: `A server already runs on "${stateDir}": process ${running.pid}, ${running.origin}.`,
      hints: ["stackyard deploy", `Stop it: kill ${running.pid}`],
    });
  }
  // AWS's SDK warns about the version of Node on every start of a client; nobody at this command line can act on it.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  // The composition root is not there yet; a static import follows when it is.
  const yard = (await import(["..", "yard.ts"].join("/"))) as {
    startServer(options: { stateDir: string; port: number }): Promise<RunningServer>;
  };
  try {
    return await yard.startServer({ stateDir, port });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
    throw new OperatorError({
      code: "ERR_PORT_TAKEN",
      message: `Port ${port} is taken by another program.`,
      hints: ["stackyard up --port 4567"],
      cause: error,
    });
  }
}
