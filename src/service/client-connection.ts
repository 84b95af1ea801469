// A WebSocket connection as a service sees it: messages in, messages out, and how it ends. The gateway has the socket.

/** How much a client may send at once. Whoever sends more is closed with 1009 (RFC 6455, 7.4.1). */
export interface ConnectionLimits {
  readonly mostMessageBytes: number;
  /** Of one frame, in both directions: longer messages leave in several. */
  readonly mostFrameBytes: number;
  /** Of one message: frames can be empty, and each costs memory. */
  readonly mostFrames: number;
}

/** What a service can do with a connection. All of it does nothing once the connection is closed. */
export interface ClientConnection {
  /** Bytes that were sent and have not left this process: the client reads more slowly than it is written to. */
  readonly unsentBytes: number;
  /** Sends a text message, given in UTF-8. */
  send(text: Uint8Array): void;
  /** Says goodbye with a code of RFC 6455, 7.4. */
  close(code: number, reason: string): void;
  /** Nothing more is read until `resume`: what the client sends waits in its socket. */
  pause(): void;
  resume(): void;
}

/** What a service is told of a connection. */
export interface ConnectionEvents {
  /** A text message, whole. */
  message(text: string): void;
  /** A message of bytes. */
  binary(): void;
  /** A ping or a pong: somebody is still there. */
  heartbeat(): void;
  /** Told once, as the last of all: 1005 where the client gave no code, 1006 where it said no goodbye. */
  closed(code: number, reason: string): void;
}

/** A service's consent to a connection. */
export interface Acceptance {
  /** One of those that the client offered. */
  readonly subprotocol?: string;
  readonly limits: ConnectionLimits;
  /** Called when the handshake is done. */
  open(connection: ClientConnection): ConnectionEvents;
  /** Called instead of `open` where the client has gone in the meantime. */
  abandoned(): void;
}
