// Who releases, and from what source: the caller as STS names it, the machine's user, and the commit of the source tree.

import { execFile } from "node:child_process";
import { clientConfig } from "../cloud/target.ts";
import type { Target } from "../cloud/target.ts";
import { userAtHost } from "./lock.ts";
import type { Provenance } from "./record.ts";

/** Finds out who releases; `directory` is where the sources are, undefined if there are none. */
export async function provenanceOf(target: Target, directory: string | undefined): Promise<Provenance> {
  const [arn, commit] = await Promise.all([
    callerOf(target),
    directory === undefined ? undefined : commitOf(directory),
  ]);
  return { arn, user: userAtHost(), ...(commit === undefined ? {} : { commit }) };
}

async function callerOf(target: Target): Promise<string> {
  const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
  const client = new STSClient(clientConfig(target));
  try {
    return (await client.send(new GetCallerIdentityCommand({}))).Arn ?? "";
  } finally {
    client.destroy();
  }
}

async function commitOf(directory: string): Promise<Provenance["commit"]> {
  const [id, branch, changes] = await Promise.all([
    git(directory, "rev-parse", "HEAD"),
    git(directory, "rev-parse", "--abbrev-ref", "HEAD"),
    git(directory, "status", "--porcelain", "--untracked-files=normal"),
  ]);
  if (id === undefined) return undefined;
  const name = branch?.trim();
  return {
    id: id.trim(),
    ...(name === undefined || name === "HEAD" ? {} : { branch: name }),
    isDirty: changes === undefined || changes.trim() !== "",
  };
}

// Undefined where there is no git, no repository, or no commit yet.
function git(directory: string, ...parts: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile("git", ["-C", directory, ...parts], { timeout: 10_000 }, (error, stdout) =>
      resolve(error === null ? stdout : undefined),
    );
  });
}
