// Puts AWS's documented evaluation logic to the evaluator, case by case.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAccountId } from "../kernel/ids.ts";
import type { AuthorizationInput, ConditionValues, Decision, PolicySet } from "./authorization.ts";
import { denialMessage } from "./denial.ts";
import { evaluate } from "./evaluate.ts";
import type { Principal } from "./principal.ts";

const account = parseAccountId("111111111111");
const other = parseAccountId("222222222222");
const bucket = "arn:aws:s3:::bucket/key";
const USER = "arn:aws:iam::111111111111:user/ada";
const ROLE = "arn:aws:iam::111111111111:role/worker";
const SESSION = "arn:aws:sts::111111111111:assumed-role/worker/s1";

const user: Principal = { kind: "user", account, arn: USER, userId: "AIDAADA", userName: "ada" };
const root: Principal = { kind: "root", account, arn: `arn:aws:iam::${account}:root`, userId: account };
const session: Principal = {
  kind: "assumed-role",
  account,
  arn: SESSION,
  userId: "AROAWORKER:s1",
  roleArn: ROLE,
  roleName: "worker",
  sessionName: "s1",
  sessionPolicies: [],
  tags: { team: "blue" },
};
const federated: Principal = {
  kind: "federated-user",
  account,
  arn: "arn:aws:sts::111111111111:federated-user/bob",
  userId: "111111111111:bob",
  sessionPolicies: [],
};
const anonymous: Principal = { kind: "anonymous" };
const sns: Principal = {
  kind: "service",
  service: "sns.amazonaws.com",
  sourceArn: "arn:aws:sns:us-east-1:111111111111:topic",
  sourceAccount: account,
};

type Statement = Record<string, unknown>;

function document(...statements: Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

const allow = (extra: Statement = {}): Statement => ({
  Effect: "Allow",
  Action: "s3:GetObject",
  Resource: "*",
  ...extra,
});
const deny = (extra: Statement = {}): Statement => ({ ...allow(extra), Effect: "Deny" });

interface Given {
  readonly principal?: Principal;
  readonly identity?: Statement[];
  readonly boundary?: Statement[];
  readonly session?: Statement[];
  readonly resource?: Statement[];
  readonly control?: Statement[][];
  readonly action?: string;
  readonly on?: string;
  readonly owner?: string;
  readonly conditions?: ConditionValues;
  readonly circumstances?: ConditionValues;
}

function input(given: Given): AuthorizationInput {
  const named = (name: string, statements: Statement[]): { name: string; document: string } => ({
    name,
    document: document(...statements),
  });
  const policies: PolicySet = {
    identity: given.identity === undefined ? [] : [named("identity", given.identity)],
    session: given.session === undefined ? [] : [named("session", given.session)],
    serviceControl: (given.control ?? []).map((level) => [named("scp", level)]),
    ...(given.boundary === undefined ? {} : { boundary: named("boundary", given.boundary) }),
    ...(given.resource === undefined ? {} : { resource: named("resource", given.resource) }),
  };
  return {
    principal: given.principal ?? user,
    request: {
      action: given.action ?? "s3:GetObject",
      resource: given.on ?? bucket,
      ...(given.conditions === undefined ? {} : { conditions: given.conditions }),
    },
    resourceAccount: given.owner ?? account,
    policies,
    globalConditions: given.circumstances ?? {},
  };
}

function reason(given: Given): Decision["reason"] {
  const decision = evaluate(input(given));
  expect(decision.isAllowed).toBe(decision.reason === "allowed");
  return decision.reason;
}

describe("within one account", () => {
  // AWS: "Policy evaluation for requests within a single account".
  it.each<[string, Given, Decision["reason"]]>([
    ["nothing allows", {}, "no-identity-policy-allows"],
    ["the identity allows", { identity: [allow()] }, "allowed"],
    ["the identity denies what it also allows", { identity: [allow(), deny()] }, "explicit-deny"],
    ["only the resource allows the user", { resource: [allow({ Principal: { AWS: USER } })] }, "allowed"],
    ["only the resource allows everyone", { resource: [allow({ Principal: "*" })] }, "allowed"],
    [
      "the resource allows the account: that only delegates",
      { resource: [allow({ Principal: { AWS: account } })] },
      "no-identity-policy-allows",
    ],
    [
      "the resource denies what the identity allows",
      { identity: [allow()], resource: [deny({ Principal: "*" })] },
      "explicit-deny",
    ],
    [
      "the resource denies someone else",
      { identity: [allow()], resource: [deny({ Principal: { AWS: "arn:aws:iam::111111111111:user/eve" } })] },
      "allowed",
    ],
    [
      "the boundary does not allow",
      { identity: [allow()], boundary: [allow({ Action: "s3:Put*" })] },
      "no-boundary-allows",
    ],
    ["the boundary alone allows", { boundary: [allow()] }, "no-identity-policy-allows"],
    ["the boundary denies", { identity: [allow()], boundary: [allow(), deny()] }, "explicit-deny"],
    [
      "the resource allows the user past the boundary",
      { boundary: [allow({ Action: "s3:Put*" })], resource: [allow({ Principal: { AWS: USER } })] },
      "allowed",
    ],
    [
      "the resource allows the role, within the boundary only",
      {
        principal: session,
        boundary: [allow({ Action: "s3:Put*" })],
        resource: [allow({ Principal: { AWS: ROLE } })],
      },
      "no-boundary-allows",
    ],
    [
      "the resource allows the role, within the session policy only",
      {
        principal: session,
        session: [allow({ Action: "s3:Put*" })],
        resource: [allow({ Principal: { AWS: ROLE } })],
      },
      "no-session-policy-allows",
    ],
    [
      "the resource allows the role, and no limit speaks against it",
      { principal: session, boundary: [allow()], resource: [allow({ Principal: { AWS: ROLE } })] },
      "allowed",
    ],
    [
      "the resource allows the session itself, past boundary and session policy",
      {
        principal: session,
        boundary: [allow({ Action: "s3:Put*" })],
        session: [allow({ Action: "s3:Put*" })],
        resource: [allow({ Principal: { AWS: SESSION } })],
      },
      "allowed",
    ],
    [
      "the session policy does not allow what the role may",
      { principal: session, identity: [allow()], session: [allow({ Action: "s3:Put*" })] },
      "no-session-policy-allows",
    ],
    ["session policy and role allow", { principal: session, identity: [allow()], session: [allow()] }, "allowed"],
    [
      "a federated user without session policies",
      { principal: federated, identity: [allow()] },
      "no-session-policy-allows",
    ],
    [
      "one level of service control does not allow",
      { identity: [allow()], control: [[allow()], [allow({ Action: "s3:Put*" })]] },
      "no-service-control-policy-allows",
    ],
    ["service control denies", { identity: [allow()], control: [[allow(), deny()]] }, "explicit-deny"],
    ["service control alone allows", { control: [[allow()]] }, "no-identity-policy-allows"],
    ["root, without any policy", { principal: root }, "allowed"],
    ["root, denied by the resource", { principal: root, resource: [deny({ Principal: "*" })] }, "explicit-deny"],
    ["root, under service control", { principal: root, control: [[deny()]] }, "explicit-deny"],
  ])("%s", (_name, given, expected) => {
    expect(reason(given)).toBe(expected);
  });
});

describe("whatever the policies", () => {
  const action = fc.constantFrom("s3:GetObject", "s3:Get*", "s3:PutObject", "*");
  const principal = fc.constantFrom("*", { AWS: USER }, { AWS: ROLE }, { AWS: SESSION }, { AWS: account });
  const statement = fc.record({
    Effect: fc.constantFrom("Allow", "Allow", "Deny"),
    Action: action,
    Resource: fc.constant("*"),
  });
  const own = fc.array(statement, { minLength: 1, maxLength: 3 });
  const onResource = fc.array(
    fc.tuple(statement, principal).map(([one, Principal]) => ({ ...one, Principal })),
    { minLength: 1, maxLength: 3 },
  );
  const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
    fc.option(arbitrary, { nil: undefined });
  const situation = fc
    .record({
      principal: fc.constantFrom(user, session, root, federated, anonymous),
      owner: fc.constantFrom<string>(account, other),
      identity: maybe(own),
      boundary: maybe(own),
      session: maybe(own),
      resource: maybe(onResource),
      control: maybe(fc.array(own, { maxLength: 2 })),
    })
    .map((given): Given => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)));

  it("a statement more that denies never opens anything", () => {
    fc.assert(
      fc.property(situation, fc.constantFrom("identity", "boundary", "session", "resource"), (given, layer) => {
        const more = layer === "resource" ? deny({ Principal: "*" }) : deny();
        const denied = evaluate(input({ ...given, [layer]: [...(given[layer] ?? []), more] }));
        expect(denied.reason).toBe("explicit-deny");
      }),
      { numRuns: 300 },
    );
  });

  it("a limit more never opens anything", () => {
    fc.assert(
      fc.property(situation, own, (given, limit) => {
        const before = evaluate(input(given)).isAllowed;
        const control = [...(given.control ?? []), limit];
        expect(before || !evaluate(input({ ...given, control })).isAllowed).toBe(true);
        if (given.boundary === undefined) {
          expect(before || !evaluate(input({ ...given, boundary: limit })).isAllowed).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("what is allowed across accounts is allowed within one", () => {
    fc.assert(
      fc.property(situation, (given) => {
        const across = evaluate(input({ ...given, owner: other })).isAllowed;
        expect(!across || evaluate(input({ ...given, owner: account })).isAllowed).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe("across accounts", () => {
  // AWS: "Cross-account policy evaluation logic": both sides must allow.
  it.each<[string, Given, Decision["reason"]]>([
    ["only the identity allows", { owner: other, identity: [allow()] }, "no-resource-policy-allows"],
    [
      "only the resource allows",
      { owner: other, resource: [allow({ Principal: { AWS: USER } })] },
      "no-identity-policy-allows",
    ],
    [
      "the resource allows the account, and the account its user",
      { owner: other, identity: [allow()], resource: [allow({ Principal: { AWS: account } })] },
      "allowed",
    ],
    [
      "both allow, but not the boundary",
      {
        owner: other,
        identity: [allow()],
        boundary: [allow({ Action: "s3:Put*" })],
        resource: [allow({ Principal: { AWS: USER } })],
      },
      "no-boundary-allows",
    ],
    ["root is no exception", { owner: other, principal: root }, "no-resource-policy-allows"],
    [
      "root, named by the resource",
      { owner: other, principal: root, resource: [allow({ Principal: { AWS: `arn:aws:iam::${account}:root` } })] },
      "allowed",
    ],
  ])("%s", (_name, given, expected) => {
    expect(reason(given)).toBe(expected);
  });
});

describe("services and strangers", () => {
  const send = { Action: "sqs:SendMessage" };
  const queue: Given = { action: "sqs:SendMessage", on: "arn:aws:sqs:us-east-1:111111111111:queue" };
  it.each<[string, Given, Decision["reason"]]>([
    ["a service without a policy", { ...queue, principal: sns }, "no-resource-policy-allows"],
    [
      "a service that the resource names, for the right source",
      {
        ...queue,
        principal: sns,
        resource: [
          allow({
            ...send,
            Principal: { Service: "sns.amazonaws.com" },
            Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:sns:*:*:topic" } },
          }),
        ],
      },
      "allowed",
    ],
    [
      "a service for another account's source",
      {
        ...queue,
        principal: sns,
        resource: [
          allow({
            ...send,
            Principal: { Service: "sns.amazonaws.com" },
            Condition: { StringEquals: { "aws:SourceAccount": "222222222222" } },
          }),
        ],
      },
      "no-resource-policy-allows",
    ],
    [
      "another service",
      { ...queue, principal: sns, resource: [allow({ ...send, Principal: { Service: "events.amazonaws.com" } })] },
      "no-resource-policy-allows",
    ],
    ["an anonymous caller", { principal: anonymous }, "no-resource-policy-allows"],
    [
      "an anonymous caller of a public object",
      { principal: anonymous, resource: [allow({ Principal: "*" })] },
      "allowed",
    ],
    [
      "an anonymous caller where accounts are allowed",
      { principal: anonymous, resource: [allow({ Principal: { AWS: account } })] },
      "no-resource-policy-allows",
    ],
  ])("%s", (_name, given, expected) => {
    expect(reason(given)).toBe(expected);
  });
});

describe("trust policies and key policies", () => {
  const assume: Given = { action: "sts:AssumeRole", on: ROLE };
  const trust = (principal: unknown): Statement => ({
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Principal: principal,
  });
  const may = [allow({ Action: "sts:AssumeRole" })];
  // AWS: "Compare IAM roles and resource-based policies", "Key policies in AWS KMS".
  it.each<[string, Given, Decision["reason"]]>([
    ["the identity alone is not enough", { ...assume, identity: may }, "no-resource-policy-allows"],
    ["the trust policy names the user", { ...assume, resource: [trust({ AWS: USER })] }, "allowed"],
    [
      "the trust policy names the account",
      { ...assume, resource: [trust({ AWS: account })] },
      "no-identity-policy-allows",
    ],
    [
      "the trust policy names the account, and the identity allows",
      { ...assume, identity: may, resource: [trust({ AWS: account })] },
      "allowed",
    ],
    [
      "the trust policy names a service",
      { ...assume, principal: sns, resource: [trust({ Service: "sns.amazonaws.com" })] },
      "allowed",
    ],
    [
      "a key policy that does not delegate shuts out the account's policies",
      {
        action: "kms:Decrypt",
        on: "arn:aws:kms:us-east-1:111111111111:key/k",
        identity: [allow({ Action: "kms:*" })],
        resource: [allow({ Action: "kms:*", Principal: { AWS: ROLE } })],
      },
      "no-resource-policy-allows",
    ],
  ])("%s", (_name, given, expected) => {
    expect(reason(given)).toBe(expected);
  });
});

describe("statements", () => {
  it.each<[string, Given, boolean]>([
    ["actions do not mind their case", { identity: [allow({ Action: "S3:getobject" })] }, true],
    ["actions have wildcards", { identity: [allow({ Action: "s3:G?t*" })] }, true],
    ["NotAction leaves out", { identity: [allow({ NotAction: "s3:Get*", Action: undefined })] }, false],
    ["NotAction takes in", { identity: [allow({ NotAction: "iam:*", Action: undefined })] }, true],
    ["resources mind their case", { identity: [allow({ Resource: "arn:aws:s3:::Bucket/key" })] }, false],
    [
      "NotResource leaves out",
      { identity: [allow({ NotResource: "arn:aws:s3:::bucket/*", Resource: undefined })] },
      false,
    ],
    [
      "resources have variables",
      { identity: [allow({ Resource: "arn:aws:s3:::home/${aws:username}/*" })], on: "arn:aws:s3:::home/ada/x" },
      true,
    ],
    [
      "principal tags are variables",
      {
        principal: session,
        identity: [allow({ Resource: "arn:aws:s3:::${aws:PrincipalTag/team}/*" })],
        on: "arn:aws:s3:::blue/x",
      },
      true,
    ],
    [
      "NotPrincipal spares only who is listed with the account",
      {
        identity: [allow()],
        resource: [deny({ NotPrincipal: { AWS: [USER, account] } })],
      },
      true,
    ],
    [
      "NotPrincipal without the account",
      { identity: [allow()], resource: [deny({ NotPrincipal: { AWS: USER } })] },
      false,
    ],
  ])("%s", (_name, given, isAllowed) => {
    expect(evaluate(input(given)).isAllowed).toBe(isAllowed);
  });

  it("deny everything if a stored text is broken", () => {
    const broken = input({ identity: [allow()] });
    const policies = { ...broken.policies, session: [{ name: "s", document: "{}" }] };
    expect(evaluate({ ...broken, policies }).reason).toBe("explicit-deny");
  });
});

describe("conditions", () => {
  // AWS: "IAM JSON policy elements: Condition operators"; [operator, policy's value, request's value, expected].
  it.each<[string, unknown, ConditionValues[string], boolean]>([
    ["StringEquals", ["a", "b"], "b", true],
    ["StringEquals", "a*", "ab", false],
    ["StringEquals", "A", "a", false],
    ["StringEquals", "a", undefined, false],
    ["StringNotEquals", ["a", "b"], "b", false],
    ["StringNotEquals", "a", "c", true],
    ["StringNotEquals", "a", undefined, true],
    ["StringEqualsIgnoreCase", "Ada", "aDA", true],
    ["StringNotEqualsIgnoreCase", "Ada", "aDA", false],
    ["StringEquals", "${aws:username}", "ada", true],
    ["StringEqualsIgnoreCase", "${aws:username}", "ADA", true],
    ["StringLike", "a?c*", "abcdef", true],
    ["StringLike", "${aws:username}/*", "ada/x", true],
    ["StringNotLike", "a*", "abc", false],
    ["StringEqualsIfExists", "a", undefined, true],
    ["StringEqualsIfExists", "a", "b", false],
    ["NumericEquals", "10", 10, true],
    ["NumericNotEquals", 10, "10.0", false],
    ["NumericLessThan", "10", 9.5, true],
    ["NumericLessThan", "10", 10, false],
    ["NumericLessThanEquals", "10", 10, true],
    ["NumericGreaterThan", "10", "11", true],
    ["NumericGreaterThanEquals", "10", "x", false],
    ["DateLessThan", "2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z", true],
    ["DateGreaterThan", "2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z", false],
    ["DateEquals", "1767225600", "2026-01-01T00:00:00Z", true],
    ["DateLessThanEquals", "2026-01-01", "2026-01-01T00:00:00Z", true],
    ["DateNotEquals", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", false],
    ["DateGreaterThanEquals", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", true],
    ["Bool", "true", true, true],
    ["Bool", "false", "true", false],
    ["BoolIfExists", "true", undefined, true],
    ["BinaryEquals", "QmluYXJ5", "QmluYXJ5", true],
    ["BinaryEquals", "QmluYXJ5", "QmluYXJ6", false],
    ["IpAddress", "203.0.113.0/24", "203.0.113.9", true],
    ["IpAddress", ["10.0.0.0/8", "203.0.113.9"], "203.0.113.9", true],
    ["IpAddress", "203.0.113.0/24", "203.0.114.9", false],
    ["IpAddress", "2001:db8::/32", "2001:db8:1::1", true],
    ["IpAddress", "203.0.113.0/24", "::ffff:203.0.113.9", true],
    ["NotIpAddress", "203.0.113.0/24", "203.0.113.9", false],
    ["NotIpAddress", "203.0.113.0/24", undefined, true],
    ["ArnEquals", "arn:aws:sns:*:111111111111:t*", "arn:aws:sns:us-east-1:111111111111:topic", true],
    ["ArnLike", "arn:aws:*:topic", "arn:aws:sns:us-east-1:111111111111:topic", false],
    ["ArnNotLike", "arn:aws:sns:*:*:t*", "arn:aws:sns:us-east-1:111111111111:topic", false],
    ["ArnNotEquals", "arn:aws:sns:*:*:x", "arn:aws:sns:us-east-1:111111111111:topic", true],
    ["ArnLike", "arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::111111111111:user/ada", true],
    ["Null", "true", undefined, true],
    ["Null", "true", "x", false],
    ["Null", "false", "x", true],
    ["ForAllValues:StringEquals", ["a", "b"], ["a"], true],
    ["ForAllValues:StringEquals", ["a", "b"], ["a", "c"], false],
    ["ForAllValues:StringEquals", ["a", "b"], undefined, true],
    ["ForAnyValue:StringEquals", ["a", "b"], ["c", "a"], true],
    ["ForAnyValue:StringEquals", ["a", "b"], ["c"], false],
    ["ForAnyValue:StringEquals", ["a", "b"], undefined, false],
    ["ForAnyValue:StringNotEquals", ["a"], ["a", "b"], true],
    ["ForAllValues:StringNotEquals", ["a"], ["a", "b"], false],
    ["ForAllValues:StringLikeIfExists", ["a*"], ["ab"], true],
  ])("%s %j with %j is %j", (operator, wanted, actual, isMet) => {
    const identity = [allow({ Condition: { [operator]: { "s3:x": wanted } } })];
    expect(evaluate(input({ identity, conditions: { "s3:x": actual } })).isAllowed).toBe(isMet);
  });

  it("find their keys in any case, in the request, its circumstances and its principal", () => {
    const met = (key: string, value: string): boolean =>
      evaluate(
        input({
          principal: session,
          identity: [allow({ Condition: { StringEquals: { [key]: value } } })],
          conditions: { "s3:prefix": "p" },
          circumstances: { "aws:RequestedRegion": "eu-central-1" },
        }),
      ).isAllowed;
    expect(met("S3:Prefix", "p")).toBe(true);
    expect(met("AWS:requestedregion", "eu-central-1")).toBe(true);
    expect(met("aws:principaltag/team", "blue")).toBe(true);
    expect(met("aws:PrincipalArn", ROLE)).toBe(true);
    expect(met("aws:ResourceAccount", account)).toBe(true);
    expect(met("aws:userid", "AROAWORKER:s1")).toBe(true);
  });

  it("must all hold", () => {
    const condition = { StringEquals: { "s3:a": "1", "s3:b": "2" }, Bool: { "s3:c": "true" } };
    const met = (conditions: ConditionValues): boolean =>
      evaluate(input({ identity: [allow({ Condition: condition })], conditions })).isAllowed;
    expect(met({ "s3:a": "1", "s3:b": "2", "s3:c": true })).toBe(true);
    expect(met({ "s3:a": "1", "s3:b": "2", "s3:c": false })).toBe(false);
    expect(met({ "s3:a": "1", "s3:c": true })).toBe(false);
  });
});

describe("denials", () => {
  // AWS: "Troubleshoot access denied error messages".
  it.each<[Given, string]>([
    [{}, "because no identity-based policy allows the s3:GetObject action"],
    [{ identity: [deny()] }, "with an explicit deny in an identity-based policy"],
    [{ owner: other, identity: [allow()] }, "because no resource-based policy allows the s3:GetObject action"],
    [{ resource: [deny({ Principal: "*" })] }, "with an explicit deny in a resource-based policy"],
    [{ identity: [allow()], boundary: [] }, "because no permissions boundary allows the s3:GetObject action"],
    [{ identity: [allow()], boundary: [deny()] }, "with an explicit deny in a permissions boundary"],
    [{ principal: federated, identity: [allow()] }, "because no session policy allows the s3:GetObject action"],
    [{ principal: session, session: [deny()] }, "with an explicit deny in a session policy"],
    [{ identity: [allow()], control: [[]] }, "because no service control policy allows the s3:GetObject action"],
    [{ identity: [allow()], control: [[deny()]] }, "with an explicit deny in a service control policy"],
    [
      { action: "sts:AssumeRole", on: ROLE, identity: [allow({ Action: "sts:*" })] },
      "because no role trust policy allows the sts:AssumeRole action",
    ],
  ])("say why: %j", (given, because) => {
    const question = input({
      ...given,
      ...(given.boundary?.length === 0 ? { boundary: [allow({ Action: "s3:Put*" })] } : {}),
      ...(given.control?.[0]?.length === 0 ? { control: [[allow({ Action: "s3:Put*" })]] } : {}),
    });
    const arn = "arn" in question.principal ? question.principal.arn : "";
    const { action, resource } = question.request;
    expect(denialMessage(question, evaluate(question))).toBe(
      `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} ${because}`,
    );
  });

  it("name the statements that mattered", () => {
    const { trace } = evaluate(input({ identity: [allow({ Sid: "Read" }), deny()] }));
    expect(trace).toEqual([
      { policy: "identity", policyType: "identity", statement: "Read", effect: "Allow" },
      { policy: "identity", policyType: "identity", statement: 1, effect: "Deny" },
    ]);
  });
});
