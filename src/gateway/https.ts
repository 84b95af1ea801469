// TLS in front of the gateway, on a port of its own: what comes out of it goes the same way as on the plain port. Which certificate is shown is
// decided by the name that the client asks for.

import { X509Certificate } from "node:crypto";
import type { Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { createSecureContext, createServer, type SecureContext, type Server as TlsServer } from "node:tls";
import { OperatorError } from "../kernel/errors.ts";
import { machineNowMs } from "../kernel/real-time.ts";
import { newKeyPair } from "../service/certificates/authority.ts";
import type { YardContext } from "../service/context.ts";
import type { Registry } from "../service/registry.ts";
import type { ServedCertificate } from "../service/service.ts";

export interface SecureFront {
  /** "https://127.0.0.1:4567". */
  readonly origin: string;
  close(): Promise<void>;
}

/** What every TLS client gets that asks for no name, or for one that nobody has a certificate for. */
const OWN_NAMES = ["localhost", "127.0.0.1", "::1"] as const;
const DAY_MS = 86_400_000;
/** LIMIT: what clients accept of authorities that they trust by hand, too (Apple: 825 days). */
const OWN_VALID_MS = 198 * DAY_MS;
/** LIMIT: names below localhost whose certificates are kept; they are made in milliseconds. */
const MOST_KEPT = 256;

type SniAnswer = (error: Error | null, context?: SecureContext) => void;

interface Kept {
  readonly context: SecureContext;
  readonly notAfterMs: number;
}

/** Begins to take TLS connections for `server`. Throws ERR_HTTPS_PORT_IN_USE. */
export async function listenSecurely(
  server: Server,
  parts: { readonly registry: Registry; readonly yard: () => YardContext },
  host: string,
  port: number,
): Promise<SecureFront> {
  const kept = new Map<string, Kept>();
  const sockets = new Set<Socket>();
  const tls = createServer({ SNICallback: chooseContext, ALPNProtocols: ["h2", "http/1.1"] });
  // A trap: Node puts the certificate of a name beside this one, in a place for each kind of key, and clients choose elliptic curves
  // where both kinds are there. So this one is RSA: one of either kind for a name then goes before it.
  tls.setSecureContext(certificateOptions(await ownCertificate(OWN_NAMES, "RSA_2048")));
  // A client that does not trust the authority, or speaks no TLS: nobody here is to be told.
  tls.on("tlsClientError", (_error, socket) => socket.destroy());
  tls.on("secureConnection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    server.emit("connection", socket);
  });
  await listening(tls, host, port);
  const { port: bound } = tls.address() as AddressInfo;

  function chooseContext(name: string, done: SniAnswer): void {
    void answerName(name.toLowerCase(), done);
  }

  async function answerName(name: string, done: SniAnswer): Promise<void> {
    try {
      const context = await contextFor(name);
      done(null, context);
    } catch (error) {
      parts.yard().log.write("error", "https.certificate", { name, error });
      done(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** The customer's certificate for the name; undefined for the one that is there without a name. */
  async function contextFor(name: string): Promise<SecureContext | undefined> {
    for (const { certificateFor } of parts.registry.services) {
      const found = await certificateFor?.(name, parts.yard());
      if (found !== undefined) return remembered(`customer ${found.certificate}`, async () => found);
    }
    return name.endsWith(".localhost") ? remembered(`own ${name}`, () => ownCertificate([name])) : undefined;
  }

  async function remembered(key: string, make: () => Promise<ServedCertificate>): Promise<SecureContext> {
    const known = kept.get(key);
    if (known !== undefined && known.notAfterMs > machineNowMs() + DAY_MS) return known.context;
    const options = certificateOptions(await make());
    const made = {
      context: createSecureContext(options),
      notAfterMs: Date.parse(new X509Certificate(options.cert).validTo),
    };
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(key, made);
    return made.context;
  }

  async function ownCertificate(
    names: readonly [string, ...string[]],
    algorithm: Parameters<typeof newKeyPair>[0] = "EC_prime256v1",
  ): Promise<ServedCertificate> {
    const { authority } = parts.yard();
    const { publicKey, privateKey } = await newKeyPair(algorithm);
    const nowMs = machineNowMs();
    const certificate = await authority.issue({
      names,
      publicKey,
      notBeforeMs: nowMs - DAY_MS,
      notAfterMs: nowMs + OWN_VALID_MS,
    });
    return { certificate: certificate + (await authority.certificate()), privateKey };
  }

  return {
    origin: `https://${host}:${bound}`,
    close() {
      const closed = new Promise<void>((resolve) => tls.close(() => resolve()));
      // The server behind has ended its requests before; what is left says nothing.
      for (const socket of sockets) socket.destroy();
      return closed;
    },
  };
}

function certificateOptions({ certificate, privateKey }: ServedCertificate): { cert: string; key: string } {
  return { cert: certificate, key: privateKey };
}

function listening(tls: TlsServer, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    tls.once("error", (cause: NodeJS.ErrnoException) => {
      reject(
        cause.code === "EADDRINUSE"
          ? new OperatorError({
              code: "ERR_HTTPS_PORT_IN_USE",
              message: `Port ${port} of ${host} is already in use; HTTPS needs another one.`,
              hints: [`stackyard up --https-port ${port + 1}`],
              cause,
            })
          : cause,
      );
    });
    tls.listen(port, host, resolve);
  });
}
