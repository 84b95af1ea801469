// A debugger for tests: finds a Node process by its inspector's port as editors do, and speaks the inspector's protocol over a
// WebSocket.

import { randomBytes } from "node:crypto";
import { get } from "node:http";
import type { Socket } from "node:net";
import { json } from "node:stream/consumers";

export type Message = Readonly<Record<string, unknown>>;

export interface Debugger {
  /** Calls a method of the protocol, and gives its result. */
  send(method: string, parameters?: Message): Promise<Message>;
  /** The next event of this name, also one that came already and was not asked for yet. */
  event(method: string): Promise<Message>;
  /** The address of a script that the process has loaded. */
  urlOf(scriptId: string): string;
  /** Goes away. */
  close(): Promise<void>;
}

/** What the inspector at this port of 127.0.0.1 lists. */
export async function listTargets(port: number): Promise<readonly Readonly<Record<string, string>>[]> {
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port, path: "/json/list" }, (response) => resolve(json(response) as never)).on(
      "error",
      reject,
    );
  });
}

/** Attaches to the process that is behind the port. */
export async function attachDebugger(port: number): Promise<Debugger> {
  const [target] = await listTargets(port);
  const url = new URL(target?.["webSocketDebuggerUrl"] ?? "");
  const socket = await upgrade(Number(url.port), url.pathname);
  const answers = new Map<number, (message: Message) => void>();
  const events: Message[] = [];
  const waiting: { method: string; take: (message: Message) => void }[] = [];
  const scripts = new Map<string, string>();
  let count = 0;

  readFrames(socket, (message) => {
    if (message["method"] === "Debugger.scriptParsed") {
      const { scriptId, url: at } = message["params"] as { scriptId: string; url: string };
      scripts.set(scriptId, at);
    } else if (typeof message["id"] === "number") answers.get(message["id"])?.(message);
    else {
      const index = waiting.findIndex(({ method }) => method === message["method"]);
      if (index === -1) events.push(message);
      else waiting.splice(index, 1)[0]?.take(message);
    }
  });

  return {
    send(method, params = {}) {
      const id = ++count;
      socket.write(frameOf({ id, method, params }));
      return new Promise((resolve) => answers.set(id, ({ result }) => resolve((result ?? {}) as Message)));
    },
    async event(method) {
      const index = events.findIndex((event) => event["method"] === method);
      const message =
        index === -1
          ? await new Promise<Message>((take) => waiting.push({ method, take }))
          : (events.splice(index, 1)[0] ?? {});
      return (message["params"] ?? {}) as Message;
    },
    urlOf: (scriptId) => scripts.get(scriptId) ?? "",
    close() {
      return new Promise((resolve) => socket.once("close", () => resolve()).destroy());
    },
  };
}

function upgrade(port: number, path: string): Promise<Socket> {
  const headers = {
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": randomBytes(16).toString("base64"),
  };
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port, path, headers })
      .on("upgrade", (_response, socket) => resolve(socket))
      .on("error", reject);
  });
}

/** A text frame as clients send it: masked, here with a mask of zeros. */
function frameOf(message: Message): Buffer {
  const text = Buffer.from(JSON.stringify(message));
  const length = Buffer.from([0x81, 0x80 | 126, text.length >> 8, text.length & 0xff, 0, 0, 0, 0]);
  return Buffer.concat([length, text]);
}

function readFrames(socket: Socket, onMessage: (message: Message) => void): void {
  let data = Buffer.alloc(0);
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    data = Buffer.concat([data, chunk]);
    for (let frame = takeFrame(data); frame !== undefined; frame = takeFrame(data)) {
      data = frame.rest;
      if (frame.opcode === 1) onMessage(JSON.parse(frame.text) as Message);
    }
  });
}

function takeFrame(data: Buffer): { opcode: number; text: string; rest: Buffer<ArrayBuffer> } | undefined {
  if (data.length < 2) return undefined;
  const short = data.readUInt8(1) & 0x7f;
  const start = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (data.length < start) return undefined;
  const length = short === 126 ? data.readUInt16BE(2) : short === 127 ? Number(data.readBigUInt64BE(2)) : short;
  if (data.length < start + length) return undefined;
  return {
    opcode: data.readUInt8(0) & 0x0f,
    text: data.toString("utf8", start, start + length),
    rest: Buffer.from(data.subarray(start + length)),
  };
}
