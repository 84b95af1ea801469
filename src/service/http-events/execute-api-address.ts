// Where APIs are called: http://API_ID.execute-api.localhost:PORT/..., or, for clients that cannot resolve such names,
// http://localhost:PORT/_aws/execute-api/API_ID/.... For REST, HTTP and WebSocket APIs alike. Pure.

const HOST = /^([a-z0-9]{10})\.execute-api\./;
const PATH = /^\/_aws\/execute-api\/([a-z0-9]{10})(\/.*)?$/;

/** The API that is called, and the path there, still percent-encoded; undefined where none is called. */
export interface ExecuteApiAddress {
  readonly apiId: string;
  readonly path: string;
}

/** Takes the address apart; `host` is in lower case and has no port. */
export function parseExecuteApiAddress(host: string, path: string): ExecuteApiAddress | undefined {
  const [, named, rest] = PATH.exec(path) ?? [];
  if (named !== undefined) return { apiId: named, path: rest ?? "/" };
  const [, apiId] = HOST.exec(host) ?? [];
  return apiId === undefined ? undefined : { apiId, path };
}

/** Whether a request means an API at all, known or not. */
export function isExecuteApiAddress(host: string, path: string): boolean {
  return HOST.test(host) || path.startsWith("/_aws/execute-api/");
}
