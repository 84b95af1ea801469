// What the samples of one service stand on: an account, and callers of the service in it.

import type { ClientConfig, TestYard } from "../../../src/testing/harness.ts";
import type { Caller, Grounds } from "./table.ts";

/** An account for the samples of `service`. */
export async function groundsFor(yard: TestYard, service: string): Promise<Grounds> {
  const sdk = (await import(`@aws-sdk/client-${service}`)) as Record<string, new (input: unknown) => unknown>;
  const Client = Object.entries(sdk).find(([name]) => /^[A-Z]\w*Client$/.test(name))?.[1] as new (
    config: ClientConfig & { readonly disableHostPrefix: boolean },
  ) => Caller;
  const account = yard.account();
  // An address takes no prefix, which the SDK puts in front of hosts for some operations (docs/tools.md).
  const clientWith = (credentials: ClientConfig["credentials"]): Caller =>
    new Client({ ...account.config, credentials, disableHostPrefix: true });
  const administrator = clientWith(account.config.credentials);
  const arn = `arn:aws:iam::${account.account}:root`;
  const root = { kind: "root", account: account.account, arn, userId: account.account } as const;
  const aws = yard.yard.context.as(root, account);
  const counts = { names: 0 };
  const name = (): string => `sweep-${(counts.names += 1)}`;
  return {
    yard,
    account,
    aws,
    name,
    call(operation, input, caller = administrator) {
      const Command = sdk[`${operation}Command`];
      if (Command === undefined) throw new Error(`"${service}" has no operation "${operation}".`);
      return caller.send(new Command(input));
    },
    async user(...actions) {
      const UserName = name();
      await aws.iam.createUser({ UserName });
      const Statement = { Effect: "Allow", Action: actions, Resource: "*" };
      const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
      if (actions.length > 0) await aws.iam.putUserPolicy({ UserName, PolicyName: "own", PolicyDocument });
      const { AccessKey } = await aws.iam.createAccessKey({ UserName });
      return clientWith({
        accessKeyId: AccessKey?.AccessKeyId ?? "",
        secretAccessKey: AccessKey?.SecretAccessKey ?? "",
      });
    },
  };
}
