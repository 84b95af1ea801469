// A client that costs next to nothing: requests are made and signed beforehand, and written to keep-alive sockets as they
// are. What is measured is the server.

import { Socket } from "node:net";

/**
 * Sends `requests` (whole HTTP messages) in turn over `connections` sockets, one at a time on each, for `durationMs`.
 * Resolves to calls a second and latencies in milliseconds; rejects at the first answer that is not 2xx.
 */
export async function hammer(port, requests, { connections, durationMs }) {
  const latencies = [];
  let next = 0;
  const startedMs = performance.now();
  const endMs = startedMs + durationMs;
  await Promise.all(
    Array.from({ length: connections }, () => drive(port, () => requests[next++ % requests.length], endMs, latencies)),
  );
  const seconds = (performance.now() - startedMs) / 1000;
  latencies.sort((left, right) => left - right);
  const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return { perSecond: latencies.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99), calls: latencies.length };
}

function drive(port, take, endMs, latencies) {
  return new Promise((resolve, reject) => {
    let socket;
    let sentMs = 0;
    let head = "";
    let missing = -1;
    const send = () => {
      sentMs = performance.now();
      if (sentMs >= endMs) {
        socket.end();
        resolve();
        return;
      }
      head = "";
      missing = -1;
      socket.write(take());
    };
    const receive = (chunk) => {
      if (missing === -1) {
        head += chunk.toString("latin1");
        const end = head.indexOf("\r\n\r\n");
        if (end === -1) return;
        const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
        if (!head.startsWith("HTTP/1.1 2")) return reject(new Error(`The server answered: ${head.slice(0, 400)}`));
        missing = Number(length ?? 0) - (head.length - end - 4);
      } else missing -= chunk.length;
      if (missing > 0) return;
      latencies.push(performance.now() - sentMs);
      // Some servers keep no connection.
      if (/\r\nconnection: *close/i.test(head)) connect();
      else send();
    };
    const connect = () => {
      socket?.destroy();
      socket = new Socket();
      socket.setNoDelay(true);
      socket.on("error", reject);
      socket.on("data", receive);
      socket.connect(port, "127.0.0.1", send);
    };
    connect();
  });
}

/** An HTTP/1.1 message as bytes. */
export function message({ method = "POST", path = "/", headers, body }) {
  const lines = Object.entries({ ...headers, "content-length": Buffer.byteLength(body) }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n${body}`);
}
