// Calls of HTTP APIs for tests, whose names below localhost not every machine resolves: the connection goes to 127.0.0.1.

import { Agent, request } from "node:http";

/** An answer, and its body as JSON, if it is any. */
export interface Answer<T = unknown> {
  readonly status: number;
  readonly text: string;
  readonly json: T;
}

/** One client's connections, kept alive from call to call. */
export interface HttpClient {
  /** `token` is what the API's authorizer is shown. */
  call<T>(method: string, url: string, body?: object, token?: string): Promise<Answer<T>>;
  close(): void;
}

/** A client with connections of its own. */
export function httpClient(): HttpClient {
  const agent = new Agent({ keepAlive: true });
  return {
    call: (method, url, body, token) => send(agent, method, new URL(url), body, token),
    close: () => agent.destroy(),
  };
}

function send<T>(
  agent: Agent,
  method: string,
  url: URL,
  body: object | undefined,
  token: string | undefined,
): Promise<Answer<T>> {
  return new Promise((resolve, reject) => {
    const headers = {
      host: url.host,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(token === undefined ? {} : { authorization: token }),
    };
    const options = { agent, method, host: "127.0.0.1", port: url.port, path: url.pathname + url.search, headers };
    const sent = request(options, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(parts).toString();
        resolve({ status: response.statusCode ?? 0, text, json: parsed<T>(text) });
      });
    });
    sent.on("error", reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function parsed<T>(text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined as T;
  }
}
