// The yard's authoritative name server: UDP and TCP on one port of this machine. It answers nobody else: an open server that answers small
// questions with large answers is a weapon against third parties, whose addresses the questions bear.

import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { type AddressInfo, BlockList, createServer, isIPv6, type Server, type Socket } from "node:net";
import { OperatorError } from "../../../kernel/errors.ts";
import { realTimer } from "../../../kernel/real-time.ts";
import type { YardContext } from "../../../service/context.ts";
import { answerQuestion } from "../answering/answer.ts";
import { encodeAnswer, encodeFailure, encodeForUdp, parseQuery } from "./messages.ts";

export interface NameServer {
  /** "127.0.0.1:5354". */
  readonly address: string;
  close(): Promise<void>;
}

type Yard = Pick<YardContext, "store" | "random" | "log">;

/** LIMIT: connections at a time, and for how long one may say nothing. */
const MOST_CONNECTIONS = 64;
const IDLE_MS = 10_000;
/** LIMIT: questions of one connection. */
const MOST_QUESTIONS = 1_000;

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");
LOOPBACK.addSubnet("::ffff:127.0.0.0", 104, "ipv6");

/** Begins to answer on 127.0.0.1; port 0 takes any that is free for both. Throws ERR_DNS_PORT_IN_USE. */
export async function startNameServer(yard: Yard, port: number): Promise<NameServer> {
  const codec = (await import("dns-packet")).default;
  /** The answer's bytes; undefined where silence is the answer. */
  const reply = (bytes: Buffer, encode: typeof encodeAnswer): Buffer | undefined => {
    const query = parseQuery(codec, bytes);
    if (query === undefined) return undefined;
    try {
      const { question } = query;
      if (question === undefined) return encodeFailure(codec, query, query.rcode ?? "FORMERR");
      return encode(
        codec,
        query,
        yard.store.read((tx) => answerQuestion(tx, question, yard.random)),
      );
    } catch (error) {
      yard.log.write("error", "dns.failed", { error });
      return encodeFailure(codec, query, "SERVFAIL");
    }
  };

  const tcp = createServer((socket) => serveConnection(socket, (bytes) => reply(bytes, encodeAnswer)));
  tcp.maxConnections = MOST_CONNECTIONS;
  const sockets = new Set<Socket>();
  tcp.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  const udp = createSocket("udp4");
  const bound = await bind(tcp, udp, port);
  udp.on("message", (bytes, { address, port: from }) => {
    if (!isLoopback(address)) return;
    const answer = reply(bytes, encodeForUdp);
    if (answer !== undefined) udp.send(answer, from, address);
  });
  udp.on("error", (error) => yard.log.write("error", "dns.socket", { error }));
  return {
    address: `127.0.0.1:${bound}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all([
        new Promise<void>((resolve) => tcp.close(() => resolve())),
        new Promise<void>((resolve) => udp.close(() => resolve())),
      ]);
    },
  };
}

function isLoopback(address: string): boolean {
  return LOOPBACK.check(address, isIPv6(address) ? "ipv6" : "ipv4");
}

/** RFC 1035, 4.2.2: each message behind its length in two bytes. */
function serveConnection(socket: Socket, reply: (bytes: Buffer) => Buffer | undefined): void {
  let unread: Buffer = Buffer.alloc(0);
  let questions = 0;
  let stopTimer = realTimer(IDLE_MS, () => socket.destroy());
  socket.once("close", () => stopTimer());
  // A client that breaks off is no event of ours.
  socket.on("error", () => socket.destroy());
  if (!isLoopback(socket.remoteAddress ?? "")) socket.destroy();
  socket.on("data", (chunk) => {
    stopTimer();
    stopTimer = realTimer(IDLE_MS, () => socket.destroy());
    unread = Buffer.concat([unread, chunk]);
    while (unread.length >= 2 && unread.length >= 2 + unread.readUInt16BE(0)) {
      const end = 2 + unread.readUInt16BE(0);
      const answer = reply(unread.subarray(2, end));
      unread = unread.subarray(end);
      questions += 1;
      if (answer === undefined || questions > MOST_QUESTIONS) {
        socket.destroy();
        return;
      }
      const length = Buffer.alloc(2);
      length.writeUInt16BE(answer.length);
      socket.write(Buffer.concat([length, answer]));
    }
  });
}

/** Binds both sockets to one port: with port 0 the one that TCP was given. */
async function bind(tcp: Server, udp: UdpSocket, port: number): Promise<number> {
  await listening(tcp, "listening", () => tcp.listen(port, "127.0.0.1"), port);
  const { port: bound } = tcp.address() as AddressInfo;
  try {
    await listening(udp, "listening", () => udp.bind(bound, "127.0.0.1"), bound);
  } catch (error) {
    tcp.close();
    throw error;
  }
  return bound;
}

function listening(socket: Server | UdpSocket, event: "listening", begin: () => void, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause: NodeJS.ErrnoException): void =>
      reject(
        cause.code === "EADDRINUSE"
          ? new OperatorError({
              code: "ERR_DNS_PORT_IN_USE",
              message: `Port ${port} of 127.0.0.1 is already in use; the name server needs it for UDP and TCP.`,
              hints: [`stackyard up --dns-port ${port + 1}`],
              cause,
            })
          : cause,
      );
    socket.once("error", fail);
    socket.once(event, () => {
      socket.off("error", fail);
      resolve();
    });
    begin();
  });
}
