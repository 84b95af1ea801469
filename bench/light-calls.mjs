// A client for calls of which one needs the answer of another: whole messages over keep-alive sockets, one at a time on each.

import { Socket } from "node:net";

/** Runs `work` once on each of `count` connections, side by side; connections are closed afterwards. */
export async function openConnections(port, count, work) {
  await Promise.all(
    Array.from({ length: count }, async () => {
      const connection = await connect(port);
      try {
        await work(connection);
      } finally {
        connection.close();
      }
    }),
  );
}

async function connect(port) {
  const socket = new Socket();
  socket.setNoDelay(true);
  await new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.connect(port, "127.0.0.1", resolve);
  });
  let waiting;
  let received = "";
  socket.on("error", (error) => waiting?.reject(error));
  socket.on("data", (chunk) => {
    received += chunk.toString("latin1");
    const end = received.indexOf("\r\n\r\n");
    if (end === -1) return;
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(received)?.[1] ?? 0);
    if (received.length < end + 4 + length) return;
    const answer = received;
    received = "";
    if (answer.startsWith("HTTP/1.1 2")) waiting.resolve(answer.slice(end + 4));
    else waiting.reject(new Error(`The server answered: ${answer.slice(0, 400)}`));
  });
  return {
    /** The answer's body; rejects for an answer that is not 2xx. */
    call: (message) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(message);
      }),
    close: () => socket.destroy(),
  };
}
