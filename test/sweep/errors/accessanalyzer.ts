// How each documented error of Access Analyzer is provoked.

import { sweepOf, unprovokable, type Ask, type Caller, type Grounds } from "./table.ts";

interface Made {
  /** Who may do nothing. */
  readonly stranger: Caller;
}

const allow = (more: object = {}): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*", ...more }],
  });
const TOO_LARGE = allow({ Resource: `arn:aws:s3:::${"a".repeat(70_000)}` });

async function prepare(grounds: Grounds): Promise<Made> {
  return { stranger: await grounds.user() };
}

const noDocument = (member: string) => (_: Made, ask: Ask) => ask({ [member]: "{}" });
const tooLarge = (member: string) => (_: Made, ask: Ask) => ask({ [member]: TOO_LARGE });
const noSuchSide = (_: Made, ask: Ask) => ask({ policyType: "POLICY" });

/** The errors sweep of Access Analyzer. */
export const accessAnalyzer = sweepOf<Made>({
  service: "accessanalyzer",
  prepare,
  inputs: {
    CheckAccessNotGranted: () => ({
      policyDocument: allow(),
      access: [{ actions: ["s3:PutObject"] }],
      policyType: "IDENTITY_POLICY",
    }),
    CheckNoNewAccess: () => ({
      newPolicyDocument: allow(),
      existingPolicyDocument: allow(),
      policyType: "IDENTITY_POLICY",
    }),
    CheckNoPublicAccess: () => ({ policyDocument: allow({ Principal: "*" }), resourceType: "AWS::S3::Bucket" }),
    ValidatePolicy: () => ({ policyDocument: allow(), policyType: "IDENTITY_POLICY" }),
  },
  everywhere: {
    AccessDeniedException: ({ stranger }, ask) => ask({}, stranger),
    InternalServerException: unprovokable("It would be a bug of ours."),
    ThrottlingException: unprovokable("AWS's rates of requests protect what accounts share; a yard has none."),
  },
  operations: {
    CheckAccessNotGranted: {
      InvalidParameterException: noDocument("policyDocument"),
      UnprocessableEntityException: tooLarge("policyDocument"),
      ValidationException: noSuchSide,
    },
    CheckNoNewAccess: {
      InvalidParameterException: noDocument("newPolicyDocument"),
      UnprocessableEntityException: tooLarge("existingPolicyDocument"),
      ValidationException: noSuchSide,
    },
    CheckNoPublicAccess: {
      InvalidParameterException: noDocument("policyDocument"),
      UnprocessableEntityException: tooLarge("policyDocument"),
      ValidationException: (_, ask) => ask({ resourceType: "AWS::S3::Nothing" }),
    },
    ValidatePolicy: { ValidationException: noSuchSide },
  },
});
