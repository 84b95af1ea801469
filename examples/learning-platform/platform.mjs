// The platform as a script sees it: where it is, who is signed in, and calls of its API. As a test of a release it is told everything
// by environment variables; started by hand it asks the command line.

import { execFileSync } from "node:child_process";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { setTimeout as pause } from "node:timers/promises";
import {
  AdminAddUserToGroupCommand,
  AdminConfirmSignUpCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";

export const PASSWORD = "Learning-is-4-everyone";

/** All outputs of all units, by their names. */
export const outputs = Object.assign({}, ...Object.values(outputsOfUnits()));

const cognito = new CognitoIdentityProviderClient();
const { UserPoolId, WebClientId: ClientId } = outputs;

function outputsOfUnits() {
  if (process.env.STACKYARD_OUTPUTS !== undefined) return JSON.parse(process.env.STACKYARD_OUTPUTS);
  const stackyard = (...words) =>
    JSON.parse(execFileSync("npx", ["stackyard", ...words, import.meta.dirname, "--json"]));
  Object.assign(process.env, stackyard("env"));
  return Object.fromEntries(stackyard("status").units.map(({ unit, outputs }) => [unit, outputs]));
}

/** Signs somebody up, confirms the address as an administrator may, and signs in. Calls whatever is asked for as that person. */
export async function person({ email, name = email, groups = [] }) {
  const UserAttributes = [
    { Name: "email", Value: email },
    { Name: "name", Value: name },
  ];
  try {
    await cognito.send(new SignUpCommand({ ClientId, Username: email, Password: PASSWORD, UserAttributes }));
    await cognito.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: email }));
  } catch (error) {
    if (error.name !== "UsernameExistsException") throw error;
  }
  for (const GroupName of groups)
    await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: email, GroupName }));
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: email, PASSWORD },
    }),
  );
  return { call: (method, path, body) => call(method, path, body, AuthenticationResult.IdToken) };
}

/** Calls the API; `body` is sent as JSON. */
export function call(method, path, body, token) {
  const headers = {
    ...(token === undefined ? {} : { authorization: token }),
    ...(body === undefined ? {} : { "content-type": "application/json" }),
  };
  return send(method, outputs.ApiUrl + path, headers, body === undefined ? undefined : JSON.stringify(body));
}

/** An address of the platform under a name of its own: the same cloud, asked by another name. */
export function under(name, url, path) {
  const address = new URL(path, url);
  address.hostname = name;
  return address.href;
}

/** Puts a material into a course, as a teacher: the API gives the place, and the bytes go there directly. */
export async function putMaterial(teacher, courseId, name, type, bytes) {
  const { body } = await expect(200, () => teacher.call("PUT", `/courses/${courseId}/materials/${name}`));
  await expect(200, () => send("PUT", body.uploadUrl, { "content-type": type }, bytes));
}

/** Calls until the answer is as wanted: what arrives by events is there in a moment. Ends the process after half a minute. */
export async function expect(wanted, ask) {
  const isWanted = typeof wanted === "number" ? ({ status }) => status === wanted : wanted;
  const endsAt = performance.now() + 30_000;
  for (;;) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    if (performance.now() > endsAt) {
      console.error(`Expected ${wanted}, got ${answer.status}: ${JSON.stringify(answer.body)}`);
      process.exit(1);
    }
    await pause(50);
  }
}

/** One request. The body of the answer is a value where it is JSON, and bytes elsewhere. */
export function send(method, url, headers = {}, body) {
  const { hostname, protocol } = new URL(url);
  // Names below localhost are this machine, which not every system knows.
  const lookup = hostname.endsWith(".localhost") ? { lookup: toThisMachine } : {};
  return new Promise((resolve, reject) => {
    const request = protocol === "https:" ? requestHttps : requestHttp;
    const sent = request(url, { method, headers, ...lookup }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.once("end", () => {
        const bytes = Buffer.concat(chunks);
        const isJson = response.headers["content-type"]?.includes("json");
        resolve({ status: response.statusCode, body: isJson ? JSON.parse(bytes.toString()) : bytes });
      });
    });
    sent.once("error", reject);
    sent.end(body);
  });
}

function toThisMachine(_hostname, options, callback) {
  if (options.all) callback(null, [{ address: "127.0.0.1", family: 4 }]);
  else callback(null, "127.0.0.1", 4);
}
