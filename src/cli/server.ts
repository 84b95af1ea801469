// Starts the server in this process. The only file of the command line that knows the cloud, and only by its one function.

import type { ResourceDefinition } from "../service/define-resource.ts";

/** A server that was started here. */
export interface RunningServer {
  readonly origin: string;
  /** "https://127.0.0.1:4567", if it was asked for. */
  readonly secureOrigin?: string;
  /** Of the name server, if it was asked for: "127.0.0.1:5354". */
  readonly dnsAddress?: string;
  stop(): Promise<void>;
}

/** Where a server listens. */
export interface ServerPorts {
  readonly port: number;
  /** Left out for no HTTPS. */
  readonly httpsPort?: number;
  /** Left out for no name server. */
  readonly dnsPort?: number;
}

/** The ports that are given as texts on the command line. */
export function parsePorts(options: {
  readonly port: string;
  readonly httpsPort?: string | undefined;
  readonly dnsPort?: string | undefined;
}): ServerPorts {
  const { port, httpsPort, dnsPort } = options;
  return {
    port: Number(port),
    ...(httpsPort !== undefined && { httpsPort: Number(httpsPort) }),
    ...(dnsPort !== undefined && { dnsPort: Number(dnsPort) }),
  };
}

/** Where a server listens besides, for people. */
export function furtherDoors({ secureOrigin, dnsAddress }: RunningServer): readonly string[] {
  return [
    ...(secureOrigin === undefined ? [] : [`HTTPS at ${secureOrigin} (stackyard ca: whom to trust)`]),
    ...(dnsAddress === undefined ? [] : [`DNS at ${dnsAddress}`]),
  ];
}

/**
 * Starts a server on a state folder, with resource types of the user's own. Throws ERR_SERVER_RUNS if one does already, ERR_PORT_IN_USE for each of
 * its ports, and ERR_RESOURCE_TYPE.
 */
export async function start(
  stateDir: string,
  ports: ServerPorts,
  ownTypes: Promise<readonly ResourceDefinition[]>,
): Promise<RunningServer> {
  const [{ startServer }, types] = await Promise.all([import("../server.ts"), ownTypes]);
  return startServer({ stateDir, ...ports, ownTypes: types });
}
