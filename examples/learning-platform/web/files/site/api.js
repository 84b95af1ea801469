// The platform's API, in the name of whoever is signed in.

import { config } from "./config.js";
import { token } from "./session.js";

/** The answer's body; rejects with an error that has the API's own message and `status`. */
export async function call(method, path, body) {
  const idToken = await token();
  const response = await fetch(config.apiUrl + path, {
    method,
    headers: {
      ...(idToken === undefined ? {} : { authorization: idToken }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (response.ok) return answer;
  throw Object.assign(new Error(answer.message ?? `The API answered ${response.status}.`), { status: response.status });
}

/** As `call`, where 404 is an answer, too: undefined. */
export async function find(path) {
  try {
    return await call("GET", path);
  } catch (error) {
    if (error.status === 404) return undefined;
    throw error;
  }
}

/** Asks again until `isThere`: what arrives by events takes a moment. */
export async function eventually(ask, isThere) {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await ask();
    if (isThere(answer)) return answer;
    if (attempt === 100) throw new Error("That takes longer than it should. Please look again in a few minutes.");
    await new Promise((resolve) => setTimeout(resolve, Math.min(100 + attempt * 50, 2000)));
  }
}
