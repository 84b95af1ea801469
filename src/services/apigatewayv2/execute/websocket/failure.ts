// Why a route's way ends early, and what the client is told.

/** A failure of a route. `message` is for the client, `detail` for the logs. */
export class SocketFailure extends Error {
  /** What a refused $connect is answered with. */
  readonly status: number;
  readonly detail: string;
  /** Whether the integration had been asked: decides between ClientError and ExecutionError. */
  readonly isOfIntegration: boolean;

  constructor(status: number, message: string, more: { detail?: string; isOfIntegration?: boolean } = {}) {
    super(message);
    this.status = status;
    this.detail = more.detail ?? message;
    this.isOfIntegration = more.isOfIntegration ?? false;
  }
}

/** AWS: what is wrong behind the API is told as this; a refused $connect is a 502 where the integration is at fault. */
export function internalError(detail: string, status = 500): SocketFailure {
  return new SocketFailure(status, "Internal server error", { detail, isOfIntegration: true });
}

/** AWS: no route for a message, and what nobody may. */
export function forbidden(detail?: string): SocketFailure {
  return new SocketFailure(403, "Forbidden", detail === undefined ? {} : { detail });
}

/** AWS: "Protecting your WebSocket API": 429 Too Many Requests. */
export function tooManyRequests(): SocketFailure {
  return new SocketFailure(429, "Too Many Requests");
}

/** AWS: the integration took longer than its time-out. */
export function timedOut(): SocketFailure {
  return new SocketFailure(504, "Endpoint request timed out", { isOfIntegration: true });
}
