// Who is at the other end of a connection on this machine. Every process of a machine can read which ports are listened on, so
// that an address is hard to guess does not keep a sandbox away from another one's listener: who connects has to be known.

import { readFile, readdir, readlink } from "node:fs/promises";
import type { Socket } from "node:net";

/**
 * Whether the other end of `socket` is a process in the same mount namespace as process `pid`: the socket's inode is looked up in the
 * kernel's table of connections, and then among the files that the namespace's processes have open.
 */
export function peersOf(pid: () => number): (socket: Socket) => Promise<boolean> {
  let namespace: string | undefined;
  return async (socket) => {
    namespace ??= await namespaceOf(pid());
    const inode = await inodeOfPeer(socket);
    if (namespace === undefined || inode === undefined) return false;
    // Most often it is the function's main process.
    if (await holds(pid(), inode)) return true;
    for (const name of await readdir("/proc")) {
      const other = Number(name);
      if (!Number.isInteger(other) || (await namespaceOf(other)) !== namespace) continue;
      if (await holds(other, inode)) return true;
    }
    return false;
  };
}

function namespaceOf(pid: number): Promise<string | undefined> {
  return readlink(`/proc/${pid}/ns/mnt`).catch(() => undefined);
}

async function holds(pid: number, inode: string): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch(() => []);
  for (const name of names)
    if ((await readlink(`${folder}/${name}`).catch(() => "")) === `socket:[${inode}]`) return true;
  return false;
}

/** The inode of the other end's socket. */
async function inodeOfPeer({
  remoteAddress,
  remotePort,
  localAddress,
  localPort,
}: Socket): Promise<string | undefined> {
  const from = tableEntry(remoteAddress, remotePort);
  const to = tableEntry(localAddress, localPort);
  if (from === undefined || to === undefined) return undefined;
  return (
    (await inodeIn("/proc/net/tcp", from, to)) ??
    // Java, and others, reach IPv4 by sockets of IPv6, which have a table of their own.
    (await inodeIn("/proc/net/tcp6", `${MAPPED}${from}`, `${MAPPED}${to}`))
  );
}

async function inodeIn(file: string, from: string, to: string): Promise<string | undefined> {
  const table = await readFile(file, "latin1").catch(() => "");
  const at = table.indexOf(` ${from} ${to} `);
  if (at === -1) return undefined;
  // After the addresses: state, queues, timer, retransmits, user, timeout, inode.
  return table.slice(at + 1, table.indexOf("\n", at)).split(/ +/)[8];
}

// All processors that Node runs on here are little-endian but one (s390x), which has the bytes in order.
const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
/** What stands before an IPv4 address in IPv6. */
const MAPPED = `0000000000000000${IS_LITTLE_ENDIAN ? "FFFF0000" : "0000FFFF"}`;

/** An IPv4 address as the table has it: the number as this machine stores it, in hexadecimal. */
function tableEntry(address: string | undefined, port: number | undefined): string | undefined {
  const bytes = address
    ?.replace(/^::ffff:/, "")
    .split(".")
    .map(Number);
  if (bytes?.length !== 4 || port === undefined) return undefined;
  const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, "0");
  const ordered = IS_LITTLE_ENDIAN ? bytes.toReversed() : bytes;
  return `${ordered.map((byte) => hex(byte, 2)).join("")}:${hex(port, 4)}`;
}
