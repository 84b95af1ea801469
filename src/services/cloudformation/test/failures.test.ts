// What becomes of stacks whose operations fail, through the real SDK over HTTP: AWS's statuses, reasons and locks.

import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  ListImportsCommand,
  UpdateStackCommand,
  type CreateStackCommandInput,
} from "@aws-sdk/client-cloudformation";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { CreateQueueCommand, ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { beforeAll, describe, expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import type { TestAccount, TestYard } from "../../../testing/harness.ts";
import { errorOf, eventsOf, stackOf } from "./calls.ts";

let yard: TestYard;
beforeAll(async () => {
  yard = await sharedYard();
});

const queue = (properties: object = {}, attributes: object = {}) => ({
  Type: "AWS::SQS::Queue",
  ...attributes,
  Properties: properties,
});

/** A new account in which the queue "taken" exists already, so that a stack cannot make it. */
async function accountWithTakenName(): Promise<TestAccount> {
  const account = yard.account();
  await account.client(SQSClient).send(new CreateQueueCommand({ QueueName: "taken" }));
  return account;
}

async function create(
  client: CloudFormationClient,
  name: string,
  template: object,
  options: Partial<CreateStackCommandInput> = {},
): Promise<string> {
  const { StackId } = await client.send(
    new CreateStackCommand({ StackName: name, TemplateBody: JSON.stringify(template), ...options }),
  );
  await yard.yard.context.jobs.settled();
  return String(StackId);
}

async function update(
  client: CloudFormationClient,
  name: string,
  template: object,
  options: object = {},
): Promise<void> {
  await client.send(new UpdateStackCommand({ StackName: name, TemplateBody: JSON.stringify(template), ...options }));
  await yard.yard.context.jobs.settled();
}

async function remove(client: CloudFormationClient, name: string): Promise<void> {
  await client.send(new DeleteStackCommand({ StackName: name }));
  await yard.yard.context.jobs.settled();
}

/** A client of a new user who may do these actions and nothing else. */
async function restrictedClient(account: TestAccount, actions: readonly string[]): Promise<CloudFormationClient> {
  const iam = account.client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName: "restricted" }));
  await iam.send(
    new PutUserPolicyCommand({
      UserName: "restricted",
      PolicyName: "only",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }],
      }),
    }),
  );
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "restricted" }));
  return account.clientWith(CloudFormationClient, {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
}

async function queuesOf(account: TestAccount): Promise<string[]> {
  const { QueueUrls = [] } = await account.client(SQSClient).send(new ListQueuesCommand({}));
  return QueueUrls.map((url) => url.slice(url.lastIndexOf("/") + 1)).sort();
}

const FAILING = {
  Resources: { First: queue({ QueueName: "first" }), Second: queue({ QueueName: "taken" }, { DependsOn: "First" }) },
};

describe("a creation that fails", () => {
  test("rolls back", async () => {
    const account = await accountWithTakenName();
    const client = account.client(CloudFormationClient);
    await create(client, "failing", FAILING);
    expect(await eventsOf(client, "failing")).toEqual([
      "failing CREATE_IN_PROGRESS: User Initiated",
      "First CREATE_IN_PROGRESS",
      "First CREATE_IN_PROGRESS: Resource creation Initiated",
      "First CREATE_COMPLETE",
      "Second CREATE_IN_PROGRESS",
      expect.stringMatching(
        /^Second CREATE_FAILED: Resource handler returned message: ".*" \(RequestToken: .*, HandlerErrorCode: AlreadyExists\)$/,
      ),
      "failing ROLLBACK_IN_PROGRESS: The following resource(s) failed to create: [Second]. Rollback requested by user.",
      "Second DELETE_COMPLETE",
      "First DELETE_IN_PROGRESS",
      "First DELETE_COMPLETE",
      "failing ROLLBACK_COMPLETE",
    ]);
    expect(await queuesOf(account)).toEqual(["taken"]);
    // AWS: a rolled back stack can only be deleted.
    expect((await errorOf(update(client, "failing", FAILING))).message).toMatch(
      /^Stack:arn:aws:cloudformation:.* is in ROLLBACK_COMPLETE state and can not be updated\.$/,
    );
  });

  test("stays as it is where the caller wants that, and can be updated", async () => {
    const account = await accountWithTakenName();
    const client = account.client(CloudFormationClient);
    await create(client, "failing", FAILING, { DisableRollback: true });
    expect(await stackOf(client, "failing")).toMatchObject({
      StackStatus: "CREATE_FAILED",
      StackStatusReason: "The following resource(s) failed to create: [Second]. ",
    });
    expect(await queuesOf(account)).toEqual(["first", "taken"]);
    await update(client, "failing", {
      Resources: { First: queue({ QueueName: "first" }), Second: queue({ QueueName: "free" }) },
    });
    expect((await stackOf(client, "failing"))?.StackStatus).toBe("UPDATE_COMPLETE");
    expect(await queuesOf(account)).toEqual(["first", "free", "taken"]);
  });

  test("deletes the stack where the caller wants that", async () => {
    const account = await accountWithTakenName();
    const client = account.client(CloudFormationClient);
    const id = await create(client, "failing", FAILING, { OnFailure: "DELETE" });
    expect((await stackOf(client, id))?.StackStatus).toBe("DELETE_COMPLETE");
    expect(await queuesOf(account)).toEqual(["taken"]);
  });

  test("keeps what its policy retains, but not what is only retained later", async () => {
    const account = await accountWithTakenName();
    const client = account.client(CloudFormationClient);
    await create(client, "failing", {
      Resources: {
        Retained: queue({ QueueName: "retained" }, { DeletionPolicy: "Retain" }),
        Later: queue({ QueueName: "later" }, { DeletionPolicy: "RetainExceptOnCreate" }),
        Failing: queue({ QueueName: "taken" }, { DependsOn: ["Retained", "Later"] }),
      },
    });
    expect(await queuesOf(account)).toEqual(["retained", "taken"]);
    expect(await eventsOf(client, "failing")).toContain("Retained DELETE_SKIPPED");
  });
});

describe("an update that fails", () => {
  test("rolls back: what was changed is as before, what was new is gone", async () => {
    const account = await accountWithTakenName();
    const client = account.client(CloudFormationClient);
    const before = { Resources: { Changed: queue({ QueueName: "changed", DelaySeconds: 1 }) } };
    await create(client, "updated", before);
    await update(client, "updated", {
      Resources: {
        Changed: queue({ QueueName: "changed", DelaySeconds: 2 }),
        New: queue({ QueueName: "new" }, { DependsOn: "Changed" }),
        Failing: queue({ QueueName: "taken" }, { DependsOn: "New" }),
      },
    });
    const events = await eventsOf(client, "updated");
    expect(events.slice(events.findIndex((event) => event.startsWith("Failing CREATE_FAILED")) + 1)).toEqual([
      "updated UPDATE_ROLLBACK_IN_PROGRESS: The following resource(s) failed to create: [Failing]. ",
      "Changed UPDATE_IN_PROGRESS",
      "Changed UPDATE_COMPLETE",
      "updated UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
      "Failing DELETE_COMPLETE",
      "New DELETE_IN_PROGRESS",
      "New DELETE_COMPLETE",
      "updated UPDATE_ROLLBACK_COMPLETE",
    ]);
    expect(await queuesOf(account)).toEqual(["changed", "taken"]);
    // The next update starts from the old state: the same template fails to change anything.
    expect((await errorOf(update(client, "updated", before))).message).toBe("No updates are to be performed.");
  });
});

test("a resource with a name of its own cannot be replaced under that name", async () => {
  const client = yard.account().client(CloudFormationClient);
  const own = (properties: object) => ({
    Resources: { A: queue({ QueueName: "own.fifo", FifoQueue: true, ...properties }) },
  });
  await create(client, "named", own({}));
  await update(client, "named", own({ FifoQueue: undefined, QueueName: "own.fifo" }));
  expect(await eventsOf(client, "named")).toContain(
    "A UPDATE_FAILED: CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename own.fifo and update the stack again.",
  );
  expect((await stackOf(client, "named"))?.StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
});

test("a request that is repeated with its token is answered once, and a token belongs to one kind of operation", async () => {
  const client = yard.account().client(CloudFormationClient);
  const template = { Resources: { A: queue() } };
  const id = await create(client, "once", template, { ClientRequestToken: "token-1" });
  expect(await create(client, "once", template, { ClientRequestToken: "token-1" })).toBe(id);
  expect(await errorOf(update(client, "once", template, { ClientRequestToken: "token-1" }))).toEqual({
    name: "TokenAlreadyExistsException",
    message: "Client token token-1 already exists for another operation",
    status: 400,
  });
});

describe("exports", () => {
  const exporting = (value: string) => ({
    Resources: { A: queue({ QueueName: value }) },
    Outputs: { Name: { Value: { "Fn::GetAtt": ["A", "QueueName"] }, Export: { Name: "shared-name" } } },
  });
  const importing = {
    Resources: { B: queue({ QueueName: { "Fn::Sub": ["${x}-2", { x: { "Fn::ImportValue": "shared-name" } }] } }) },
  };

  test("are locked while another stack reads them", async () => {
    const account = yard.account();
    const client = account.client(CloudFormationClient);
    await create(client, "producer", exporting("one"));
    await create(client, "consumer", importing);
    expect(await queuesOf(account)).toEqual(["one", "one-2"]);
    const { Imports } = await client.send(new ListImportsCommand({ ExportName: "shared-name" }));
    expect(Imports).toEqual(["consumer"]);

    await remove(client, "producer");
    expect(await stackOf(client, "producer")).toMatchObject({
      StackStatus: "DELETE_FAILED",
      StackStatusReason: "Export shared-name cannot be deleted as it is in use by consumer",
    });
    await remove(client, "consumer");
    await remove(client, "producer");
    expect(await queuesOf(account)).toEqual([]);
    expect((await errorOf(client.send(new ListImportsCommand({ ExportName: "shared-name" })))).message).toBe(
      "Export 'shared-name' is not imported by any stack.",
    );
  });

  test("cannot be changed while another stack reads them: the update rolls back", async () => {
    const account = yard.account();
    const client = account.client(CloudFormationClient);
    await create(client, "producer", exporting("one"));
    await create(client, "consumer", importing);
    await update(client, "producer", exporting("two"));
    expect((await stackOf(client, "producer"))?.StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(await eventsOf(client, "producer")).toContain(
      "producer UPDATE_ROLLBACK_IN_PROGRESS: Export shared-name cannot be updated as it is in use by consumer",
    );
    expect(await queuesOf(account)).toEqual(["one", "one-2"]);
  });

  test("must be there, and belong to one stack", async () => {
    const client = yard.account().client(CloudFormationClient);
    await create(client, "consumer", importing);
    expect(await eventsOf(client, "consumer")).toContain(
      "consumer ROLLBACK_IN_PROGRESS: No export named shared-name found. Rollback requested by user.",
    );
    await create(client, "producer", exporting("one"));
    await create(client, "second", exporting("other"));
    expect(await eventsOf(client, "second")).toContain(
      "second ROLLBACK_IN_PROGRESS: Export with name shared-name is already exported by stack producer. Rollback requested by user.",
    );
  });
});

describe("identity", () => {
  test("a stack's resources are made with the caller's rights", async () => {
    // Goal: what the caller may not do, the stack may not do. Method: a user who may use CloudFormation but not SQS.
    const account = yard.account();
    const restricted = await restrictedClient(account, ["cloudformation:*"]);
    await create(restricted, "forbidden", { Resources: { A: queue() } });
    expect((await eventsOf(restricted, "forbidden")).find((event) => event.startsWith("A CREATE_FAILED"))).toMatch(
      /is not authorized to perform: sqs:\w+ on resource: .*HandlerErrorCode: AccessDenied/,
    );
    expect(await queuesOf(account)).toEqual([]);
  });
});

describe("capabilities", () => {
  const role = (properties: object = {}) => ({
    Resources: {
      Role: {
        Type: "AWS::IAM::Role",
        Properties: {
          AssumeRolePolicyDocument: {
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
          },
          ...properties,
        },
      },
    },
  });

  test("must be acknowledged", async () => {
    const client = yard.account().client(CloudFormationClient);
    expect(await errorOf(create(client, "roles", role()))).toEqual({
      name: "InsufficientCapabilitiesException",
      message: "Requires capabilities : [CAPABILITY_IAM]",
      status: 400,
    });
    expect(
      (await errorOf(create(client, "roles", role({ RoleName: "own" }), { Capabilities: ["CAPABILITY_IAM"] }))).message,
    ).toBe("Requires capabilities : [CAPABILITY_NAMED_IAM]");
    await create(client, "roles", role(), { Capabilities: ["CAPABILITY_IAM"] });
    const { StackResources } = await client.send(new DescribeStackResourcesCommand({ StackName: "roles" }));
    expect(StackResources).toMatchObject([{ LogicalResourceId: "Role", ResourceStatus: "CREATE_COMPLETE" }]);
  });
});
