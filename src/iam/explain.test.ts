// Explanations of denials: values in, values out. Each suggestion is put to the test: with it, the evaluator allows.

import { describe, expect, test } from "vitest";
import { parseAccountId } from "../kernel/ids.ts";
import type { AuthorizationInput, NamedPolicy } from "./authorization.ts";
import { explain } from "./explain.ts";
import type { Principal } from "./principal.ts";

const ACCOUNT = parseAccountId("111122223333");
const QUEUE = "arn:aws:sqs:eu-west-1:111122223333:orders";
const ROLE: Principal = {
  kind: "assumed-role",
  account: ACCOUNT,
  arn: "arn:aws:sts::111122223333:assumed-role/worker/one",
  userId: "AROAEXAMPLE:one",
  roleArn: "arn:aws:iam::111122223333:role/worker",
  roleName: "worker",
  sessionName: "one",
  sessionPolicies: [],
};

function policy(name: string, ...statements: readonly object[]): NamedPolicy {
  return { name, document: JSON.stringify({ Version: "2012-10-17", Statement: statements }) };
}

function asked(more: Partial<AuthorizationInput> = {}): AuthorizationInput {
  return {
    principal: ROLE,
    request: { action: "sqs:SendMessage", resource: QUEUE },
    resourceAccount: ACCOUNT,
    policies: { identity: [], session: [], serviceControl: [] },
    globalConditions: { "aws:SourceIp": "127.0.0.1" },
    ...more,
  };
}

const OWN = { Effect: "Allow", Action: "sqs:SendMessage", Resource: QUEUE };

describe("an identity's side", () => {
  test("shows what of each statement about the action did not fit, and counts the others", () => {
    const { reason, layers, suggestions } = explain(
      asked({
        policies: {
          identity: [
            policy(
              "work",
              { Sid: "Other", Effect: "Allow", Action: "sqs:Send*", Resource: `${QUEUE}-dlq` },
              { Effect: "Allow", NotAction: "sqs:*", Resource: "*" },
              {
                Effect: "Allow",
                Action: "*",
                Resource: "*",
                Condition: {
                  IpAddress: { "aws:SourceIp": "10.0.0.0/8" },
                  Bool: { "aws:MultiFactorAuthPresent": "true" },
                },
              },
            ),
          ],
          session: [],
          serviceControl: [],
        },
      }),
    );
    expect(reason).toBe("no-identity-policy-allows");
    expect(layers).toEqual([
      {
        layer: "identity",
        says: "nothing",
        policies: 1,
        others: 1,
        statements: [
          {
            policy: "work",
            statement: "Other",
            effect: "Allow",
            applies: false,
            isPrincipal: true,
            isResource: false,
            resources: [`${QUEUE}-dlq`],
            conditions: [],
          },
          {
            policy: "work",
            statement: 2,
            effect: "Allow",
            applies: false,
            isPrincipal: true,
            isResource: true,
            resources: ["*"],
            conditions: [
              { operator: "IpAddress", key: "aws:SourceIp", wanted: ["10.0.0.0/8"], found: "127.0.0.1", holds: false },
              {
                operator: "Bool",
                key: "aws:MultiFactorAuthPresent",
                wanted: ["true"],
                found: undefined,
                holds: false,
              },
            ],
          },
        ],
      },
    ]);
    expect(suggestions).toEqual([{ to: "a policy of the role worker", statement: OWN }]);
  });

  test("has no suggestion where a statement denies", () => {
    const identity = [policy("work", OWN, { Sid: "Never", Effect: "Deny", Action: "sqs:*", Resource: "*" })];
    const { reason, layers, suggestions } = explain(asked({ policies: { identity, session: [], serviceControl: [] } }));
    expect(reason).toBe("explicit-deny");
    expect(layers.map(({ says }) => says)).toEqual(["deny"]);
    expect(suggestions).toEqual([]);
  });

  test("adds to every layer that says nothing", () => {
    const other = policy("other", { Effect: "Allow", Action: "s3:*", Resource: "*" });
    const { suggestions } = explain(
      asked({ policies: { identity: [other], boundary: other, session: [other], serviceControl: [[other], [other]] } }),
    );
    expect(suggestions.map(({ to }) => to)).toEqual([
      "the service control policies of each level of the organization",
      "a policy of the role worker",
      "the permissions boundary other",
      "the policy that the session was made with",
    ]);
  });
});

describe("a resource's side", () => {
  test("asks both accounts for what crosses them", () => {
    const { suggestions } = explain(asked({ resourceAccount: "444455556666" }));
    expect(suggestions).toEqual([
      { to: "a policy of the role worker", statement: OWN },
      {
        to: `the policy of ${QUEUE}`,
        statement: {
          Effect: "Allow",
          Action: "sqs:SendMessage",
          Principal: { AWS: "arn:aws:iam::111122223333:role/worker" },
          Resource: QUEUE,
        },
      },
    ]);
  });

  test("names a service with the resource it works for, and says whom a statement is for", () => {
    const topic = "arn:aws:sns:eu-west-1:111122223333:paid";
    const principal: Principal = {
      kind: "service",
      service: "sns.amazonaws.com",
      sourceArn: topic,
      sourceAccount: ACCOUNT,
    };
    const resource = policy(QUEUE, {
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:*",
      Resource: "*",
    });
    const { layers, suggestions } = explain(
      asked({ principal, policies: { identity: [], session: [], serviceControl: [], resource } }),
    );
    expect(layers).toMatchObject([
      { layer: "resource", says: "nothing", statements: [{ isPrincipal: false, isResource: true, applies: false }] },
    ]);
    expect(suggestions).toEqual([
      {
        to: `the policy of ${QUEUE}`,
        statement: {
          Effect: "Allow",
          Action: "sqs:SendMessage",
          Principal: { Service: "sns.amazonaws.com" },
          Condition: { ArnEquals: { "aws:SourceArn": topic } },
          Resource: QUEUE,
        },
      },
    ]);
  });

  test("adds to a role's trust policy without a resource", () => {
    const role = "arn:aws:iam::111122223333:role/other";
    const request = { action: "sts:AssumeRole", resource: role };
    const { suggestions } = explain(asked({ request }));
    expect(suggestions.at(-1)).toEqual({
      to: `the trust policy of ${role}`,
      statement: {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { AWS: "arn:aws:iam::111122223333:role/worker" },
      },
    });
  });
});
