// Accounts with root keys only: stands in until services/iam is there.

import { createHash } from "node:crypto";
import { parseAccountId } from "../kernel/ids.ts";
import type { Identity } from "./identity.ts";

export function provisionalIdentity(): Identity {
  const names: string[] = [];
  const idOf = (name: string) =>
    parseAccountId(
      (
        (BigInt(`0x${createHash("sha256").update(name).digest("hex").slice(0, 12)}`) % 900_000_000_000n) +
        100_000_000_000n
      ).toString(),
    );
  const keysOf = (name: string) => ({
    account: idOf(name),
    accessKeyId: `AKIA${createHash("sha256").update(name).digest("hex").slice(0, 16).toUpperCase()}`,
    secretAccessKey: createHash("sha256").update(`s${name}`).digest("hex").slice(0, 40),
  });
  return {
    findCredential: (accessKeyId) => {
      const name = names.find((each) => keysOf(each).accessKeyId === accessKeyId);
      if (name === undefined) return undefined;
      const { account, secretAccessKey } = keysOf(name);
      return {
        secretAccessKey,
        principal: { kind: "root", account, arn: `arn:aws:iam::${account}:root`, userId: account },
      };
    },
    policiesOf: () => ({ identity: [], session: [], serviceControl: [] }),
    ensureAccount: (name) => {
      if (!names.includes(name)) names.push(name);
      return keysOf(name);
    },
    accounts: () => names.map((name) => ({ name, account: idOf(name) })),
  };
}
