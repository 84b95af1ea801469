// Goal: a comparison of policies never says that nothing is new where a request is newly allowed. Method: properties, with the evaluator as the judge of single
// requests; then examples of what must be recognised, lest "unknown" and "more" be the answer to everything.

import "../../../test/property-seed.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ConditionValues } from "../authorization.ts";
import { evaluate } from "../evaluate.ts";
import { compilePattern } from "../patterns.ts";
import { parsePolicy, type PolicyDocument } from "../policy.ts";
import type { Claimant } from "../principal.ts";
import { findGranted, findNewAccess, findPublicAccess, type Side } from "./checks.ts";
import { everybody, strangers } from "./everybody.ts";
import { isWithin, overlaps, signatures } from "./signatures.ts";

const ADA = "arn:aws:iam::111122223333:user/ada";
const WORKER = "arn:aws:iam::111122223333:role/worker";

const text = (...statements: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const parse = (document: string, side: Side): PolicyDocument => parsePolicy(document, side);

describe("combinations of patterns", () => {
  it("are all that texts can have, and no others", () => {
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 5 });
    const subject = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 7 });
    fc.assert(
      fc.property(
        fc.array(pattern, { minLength: 1, maxLength: 4 }),
        fc.array(subject, { maxLength: 40 }),
        (patterns, subjects) => {
          const compiled = patterns.map((each) => compilePattern(each, { hasVariables: false }));
          const found = signatures(patterns);
          for (const each of subjects) {
            expect(found).toContain(compiled.map((one) => (one.matches(each, () => undefined) ? "1" : "0")).join(""));
          }
        },
      ),
    );
    expect([...(signatures(["a*", "*b", "ab"]) ?? [])].sort()).toEqual(["000", "010", "100", "110", "111"]);
  });

  it("tell which patterns have a text in common", () => {
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 6 });
    fc.assert(
      fc.property(pattern, pattern, (one, other) => {
        if (one === other) return;
        expect(overlaps(one, other)).toBe(signatures([one, other])?.has("11"));
      }),
    );
  });

  it("tell which patterns are within others, and give up in time", () => {
    expect(isWithin("s3:Get*", "s3:*")).toBe(true);
    expect(isWithin("a?c", "a*")).toBe(true);
    expect(isWithin("*a*", "*")).toBe(true);
    expect(isWithin("a*", "a?*")).toBe(false);
    const hostile = Array.from({ length: 30 }, (_, index) => `*${"ab?".repeat(index)}*${"?a*b".repeat(8)}`);
    expect(signatures(hostile)).toBeUndefined();
  });
});

/** Small worlds, in which policies meet often. */
const ACTIONS = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "sqs:SendMessage"];
const RESOURCES = [
  "arn:aws:s3:::one/a",
  "arn:aws:s3:::one/ada/x",
  "arn:aws:s3:::two/a",
  "arn:aws:sqs:us-east-1:111122223333:q",
];
const VALUES = ["eu-1", "eu-2", "us-1"];

const some = <T>(...values: readonly T[]): fc.Arbitrary<T[]> =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
const actionPatterns = some(...ACTIONS, "s3:*", "s3:Get*", "s3:?etObject", "*", "S3:GetObject", "sqs:*");
const resourcePatterns = some(
  ...RESOURCES,
  "*",
  "arn:aws:s3:::one/*",
  "arn:aws:s3:::*/a",
  "arn:aws:s3:::one/${aws:username}/*",
  "arn:aws:s3:::t?o/*",
);
const condition = fc.option(
  fc
    .record({
      operator: fc.constantFrom(
        "StringEquals",
        "StringNotEquals",
        "StringLike",
        "StringNotLike",
        "StringEqualsIfExists",
        "StringNotEqualsIfExists",
        "StringLikeIfExists",
        "ForAllValues:StringEquals",
        "ForAnyValue:StringLike",
        "ForAnyValue:StringNotEquals",
        "StringEqualsIgnoreCase",
        "Null",
      ),
      key: fc.constantFrom("aws:RequestedRegion", "AWS:requestedregion", "aws:TagKeys"),
      values: some(...VALUES, "eu-*", "EU-1", "true", "${aws:username}"),
    })
    .map(({ operator, key, values }) => ({ [operator]: { [key]: operator === "Null" ? "true" : values } })),
  { nil: undefined, freq: 1 },
);
const principal = fc.oneof(
  fc.constant("*"),
  fc.record({
    AWS: some(
      "*",
      ADA,
      WORKER,
      "111122223333",
      "arn:aws:iam::444455556666:root",
      "arn:aws:sts::111122223333:assumed-role/worker/s",
      "AIDAADAADAADAADAADAA",
    ),
  }),
  fc.record({ Service: some("sns.amazonaws.com", "s3.amazonaws.com") }),
);

const statement = (side: Side): fc.Arbitrary<object> =>
  fc
    .record({
      Effect: fc.constantFrom("Allow", "Allow", "Deny"),
      actions: actionPatterns,
      isNotAction: fc.integer({ min: 0, max: 7 }).map((number) => number === 0),
      resources: resourcePatterns,
      isNotResource: fc.integer({ min: 0, max: 7 }).map((number) => number === 0),
      principal,
      isNotPrincipal: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
      Condition: condition,
    })
    .map(({ Effect, actions, isNotAction, resources, isNotResource, principal: who, isNotPrincipal, Condition }) => ({
      Effect,
      [isNotAction ? "NotAction" : "Action"]: actions,
      [isNotResource ? "NotResource" : "Resource"]: resources,
      ...(side === "resource" ? { [isNotPrincipal ? "NotPrincipal" : "Principal"]: who } : {}),
      ...(Condition === undefined ? {} : { Condition }),
    }));

const document = (side: Side): fc.Arbitrary<string> =>
  fc.array(statement(side), { minLength: 1, maxLength: 3 }).map((statements) => text(...statements));

/** A policy, and one that was made from it by leaving statements out or by another order: of many pairs nothing is new. */
const pair = (side: Side): fc.Arbitrary<{ known: string; fresh: string }> =>
  fc
    .record({
      shared: fc.array(statement(side), { minLength: 1, maxLength: 3 }),
      more: fc.array(statement(side), { maxLength: 2 }),
      from: fc.nat({ max: 3 }),
    })
    .map(({ shared, more, from }) => {
      const left = from === 0 ? [...more, ...shared] : shared.slice(from - 1);
      return { known: text(...shared, ...more), fresh: text(...(left.length === 0 ? shared : left)) };
    });

const KEYS: readonly ConditionValues[] = [
  {},
  ...VALUES.map((value) => ({ "aws:RequestedRegion": value })),
  { "aws:RequestedRegion": "eu-1", "aws:TagKeys": ["eu-1", "us-1"] },
  { "aws:TagKeys": ["eu-2"] },
  { "aws:TagKeys": ["us-1", "x"], "aws:RequestedRegion": "x" },
];

const USER = {
  kind: "user",
  account: "111122223333",
  arn: ADA,
  userId: "AIDAADAADAADAADAADAA",
  userName: "ada",
} as Claimant;

function requests(claimants: readonly Claimant[]) {
  return claimants.flatMap((one) =>
    ACTIONS.flatMap((action) =>
      RESOURCES.flatMap((resource) =>
        KEYS.map((globalConditions) => ({ principal: one, request: { action, resource }, globalConditions })),
      ),
    ),
  );
}

/** Asked in the account of most principals: there what a policy grants directly, it grants alone. */
function isAllowed(
  side: Side,
  policy: string,
  request: ReturnType<typeof requests>[number],
  resourceAccount: string,
): boolean {
  const named = { name: "policy", document: policy };
  return evaluate({
    ...request,
    resourceAccount,
    policies: {
      identity: side === "identity" ? [named] : [],
      session: [],
      serviceControl: [],
      ...(side === "resource" ? { resource: named } : {}),
    },
  }).isAllowed;
}

describe("what is found to be no new access", () => {
  it.each(["identity", "resource"] as const)("is none to the evaluator, of %s policies", (side) => {
    let passes = 0;
    fc.assert(
      fc.property(pair(side), ({ known, fresh }) => {
        const before = parse(known, side);
        const after = parse(fresh, side);
        const found = findNewAccess(after, before, side);
        if (found === "unknown" || found.size > 0) return;
        passes += 1;
        const claimants = side === "identity" ? [USER] : (everybody([...before.statements, ...after.statements]) ?? []);
        for (const request of requests(claimants)) {
          // In its own account, root needs no policy at all: what a policy allows by itself does not show by it.
          if (request.principal.kind === "root") continue;
          if (!isAllowed(side, fresh, request, "111122223333")) continue;
          expect(isAllowed(side, known, request, "111122223333"), JSON.stringify(request)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
    // The canary: a check that always says "new" would pass the above.
    expect(passes).toBeGreaterThan(15);
  });

  it("is not granted, where that was asked", () => {
    let passes = 0;
    const question = fc.record({
      actions: actionPatterns,
      resources: resourcePatterns.map((all) => all.filter((each) => !each.includes("$"))),
    });
    fc.assert(
      fc.property(document("identity"), question, (policy, { actions, resources }) => {
        const asked = { actions, ...(resources.length === 0 ? {} : { resources }) };
        const found = findGranted(parse(policy, "identity"), asked, "identity");
        if (found === "unknown" || found.size > 0) return;
        passes += 1;
        const matches = (patterns: readonly string[], subject: string): boolean =>
          patterns.some((each) => compilePattern(each, { hasVariables: false }).matches(subject, () => undefined));
        const lower = actions.map((each) => each.toLowerCase());
        for (const request of requests([USER])) {
          if (!matches(lower, request.request.action.toLowerCase())) continue;
          if (asked.resources !== undefined && !matches(asked.resources, request.request.resource)) continue;
          expect(isAllowed("identity", policy, request, "111122223333"), JSON.stringify(request)).toBe(false);
        }
      }),
      { numRuns: 150 },
    );
    expect(passes).toBeGreaterThan(15);
  });

  it("lets no stranger in, where no public access was found", () => {
    let passes = 0;
    fc.assert(
      fc.property(document("resource"), (policy) => {
        const found = findPublicAccess(parse(policy, "resource"));
        if (found === "unknown" || found.size > 0) return;
        passes += 1;
        for (const request of requests(strangers())) {
          // Of another account, everybody needs policies of their own as well; the anonymous show what the resource's says.
          if (request.principal.kind !== "anonymous") continue;
          expect(isAllowed("resource", policy, request, "111122223333"), JSON.stringify(request)).toBe(false);
        }
      }),
      { numRuns: 150 },
    );
    expect(passes).toBeGreaterThan(15);
  });
});

describe("no new access is recognised", () => {
  const allow = (Action: string | string[], Resource: string | string[] = "*", more: object = {}) => ({
    Effect: "Allow",
    Action,
    Resource,
    ...more,
  });
  const isNew = (known: string, fresh: string, side: Side = "identity") => {
    const found = findNewAccess(parse(fresh, side), parse(known, side), side);
    return found === "unknown" ? found : [...found];
  };
  const when = (operator: string, values: string | string[], key = "aws:RequestedRegion") => ({
    Condition: { [operator]: { [key]: values } },
  });

  it("in fewer actions and resources, also where several statements cover one", () => {
    expect(isNew(text(allow("s3:*")), text(allow(["s3:Get*", "s3:PutObject"], "arn:aws:s3:::a/*")))).toEqual([]);
    expect(isNew(text(allow("s3:Get*"), allow("s3:Put*")), text(allow(["s3:GetObject", "s3:PutObject"])))).toEqual([]);
    expect(
      isNew(
        text(allow("s3:*", "arn:aws:s3:::a*"), allow("s3:*", "arn:aws:s3:::b*")),
        text(allow("s3:*", ["arn:aws:s3:::a1", "arn:aws:s3:::b2"])),
      ),
    ).toEqual([]);
    expect(isNew(text(allow("s3:GetObject")), text(allow("s3:GetObject"), allow("s3:GetObjectAcl")))).toEqual([1]);
  });

  it("in what is denied now, and not in what is denied no longer", () => {
    const denied = { Effect: "Deny", Action: "s3:Delete*", Resource: "*" };
    expect(isNew(text(allow("s3:*")), text(allow("s3:*"), denied))).toEqual([]);
    expect(isNew(text(allow("s3:*"), denied), text(allow("s3:*")))).toEqual([0]);
    expect(isNew(text(allow("s3:*"), denied), text(allow(["s3:Get*", "s3:Put*"])))).toEqual([]);
  });

  it("in stricter conditions", () => {
    const one = when("StringEquals", "eu-1");
    expect(isNew(text(allow("s3:*")), text(allow("s3:*", "*", one)))).toEqual([]);
    expect(isNew(text(allow("s3:*", "*", one)), text(allow("s3:*")))).toEqual([0]);
    expect(
      isNew(text(allow("s3:*", "*", when("StringEquals", ["eu-2", "eu-1"]))), text(allow("s3:*", "*", one))),
    ).toEqual([]);
    expect(isNew(text(allow("s3:*", "*", when("StringLike", "eu-*"))), text(allow("s3:*", "*", one)))).toEqual([]);
    expect(
      isNew(
        text(allow("s3:*", "*", when("StringNotEquals", "eu-1"))),
        text(allow("s3:*", "*", when("StringNotEquals", ["eu-1", "eu-2"]))),
      ),
    ).toEqual([]);
    expect(
      isNew(text(allow("s3:*", "*", one), allow("s3:*", "*", when("StringNotEquals", "eu-1"))), text(allow("s3:*"))),
    ).toEqual([]);
    expect(
      isNew(text(allow("s3:*", "*", one)), text(allow("s3:*", "*", when("StringEqualsIfExists", "eu-1")))),
    ).toEqual([0]);
    // A condition for which nothing is known of the other's.
    expect(
      isNew(text(allow("s3:*", "*", when("StringLike", "eu-1"))), text(allow("s3:*", "*", when("ArnLike", "eu-1")))),
    ).toEqual([0]);
  });

  it("in the same variables", () => {
    const home = "arn:aws:s3:::home/${aws:username}/*";
    expect(isNew(text(allow("s3:*", home)), text(allow("s3:GetObject", home)))).toEqual([]);
    expect(isNew(text(allow("s3:*", "arn:aws:s3:::home/*")), text(allow("s3:*", home)))).toEqual([]);
    expect(isNew(text(allow("s3:*", home)), text(allow("s3:*", "arn:aws:s3:::home/*")))).toEqual([0]);
  });

  it("in fewer principals", () => {
    const to = (Principal: object | string) => text(allow("s3:*", "*", { Principal }));
    expect(isNew(to({ AWS: [ADA, WORKER] }), to({ AWS: ADA }), "resource")).toEqual([]);
    expect(isNew(to("*"), to({ AWS: ADA, Service: "sns.amazonaws.com" }), "resource")).toEqual([]);
    expect(isNew(to({ AWS: ADA }), to({ AWS: WORKER }), "resource")).toEqual([0]);
    // A role's own ARN grants in its account without a policy of the role; the account's only delegates to such policies.
    expect(isNew(to({ AWS: "111122223333" }), to({ AWS: WORKER }), "resource")).toEqual([0]);
    expect(
      isNew(to({ AWS: WORKER }), to({ AWS: "arn:aws:sts::111122223333:assumed-role/worker/s" }), "resource"),
    ).toEqual([0]);
  });

  it("unless it is too much to tell", () => {
    const many = Array.from({ length: 13 }, (_, index) =>
      allow("s3:*", "*", when("StringEquals", "x", `aws:ResourceTag/${index}`)),
    );
    expect(isNew(text(...many), text(...many.slice(1)))).toBe("unknown");
  });
});

describe("public access is recognised", () => {
  const isPublic = (more: object) => {
    const found = findPublicAccess(
      parse(text({ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*", ...more }), "resource"),
    );
    return found === "unknown" ? found : found.size > 0;
  };
  const when = (Condition: object) => ({ Condition });

  it("unless the principal, or a condition that no stranger meets, keeps the public out", () => {
    expect(isPublic({})).toBe(true);
    expect(isPublic({ Principal: { AWS: "*" } })).toBe(true);
    expect(isPublic({ Principal: { AWS: ADA } })).toBe(false);
    expect(isPublic({ Principal: { Service: "sns.amazonaws.com" } })).toBe(false);
    expect(isPublic(when({ StringEquals: { "aws:SourceAccount": "111122223333" } }))).toBe(false);
    expect(isPublic(when({ StringEqualsIfExists: { "aws:SourceAccount": "111122223333" } }))).toBe(true);
    expect(isPublic(when({ StringLike: { "aws:SourceArn": "arn:aws:s3:::*" } }))).toBe(true);
    expect(isPublic(when({ ArnLike: { "aws:SourceArn": "arn:aws:sns:*:111122223333:*" } }))).toBe(false);
    expect(isPublic(when({ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }))).toBe(false);
    expect(isPublic(when({ IpAddress: { "aws:SourceIp": "0.0.0.0/0" } }))).toBe(true);
    expect(isPublic(when({ Bool: { "aws:SecureTransport": "true" } }))).toBe(true);
  });

  it("with what a denial takes away again", () => {
    const open = { Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" };
    const unless = {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: "*",
      Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-1" } },
    };
    expect(findPublicAccess(parse(text(open, unless), "resource"))).toEqual(new Set());
    expect(findPublicAccess(parse(text(open, { ...unless, Action: "s3:Put*" }), "resource"))).toEqual(new Set([0]));
  });
});
