// The access advisor in IAM's errors sweep.

import type { AwsApis } from "../../../src/service/apis.ts";
import { type ErrorTable, type Grounds } from "./table.ts";

/** What the samples of the access advisor share. */
export interface MadeAdvisor {
  readonly userArn: string;
}

export async function prepareAdvisor({ iam }: AwsApis): Promise<MadeAdvisor> {
  const { User } = await iam.createUser({ UserName: "sweep-advisor" });
  return { userArn: User?.Arn ?? "" };
}

/** A report that the table's caller may read. */
const job = async ({ call, userArn }: MadeAdvisor & Grounds): Promise<{ JobId: unknown }> => {
  const { JobId } = await call("GenerateServiceLastAccessedDetails", { Arn: userArn });
  return { JobId };
};
const NO_JOB = { JobId: "00000000-0000-0000-0000-000000000000" };
const NO_ARN = { Arn: "a-text-that-is-long-enough-and-no-arn" };
const nobody = ({ userArn }: MadeAdvisor) => ({ Arn: `${userArn}-of-nobody` });

export const advisorInputs: ErrorTable<MadeAdvisor>["inputs"] = {
  GenerateServiceLastAccessedDetails: ({ userArn }) => ({ Arn: userArn }),
  GetServiceLastAccessedDetails: () => NO_JOB,
  GetServiceLastAccessedDetailsWithEntities: () => ({ ...NO_JOB, ServiceNamespace: "sqs" }),
  ListPoliciesGrantingServiceAccess: ({ userArn }) => ({ Arn: userArn, ServiceNamespaces: ["sqs"] }),
};

export const advisorErrors: ErrorTable<MadeAdvisor>["operations"] = {
  GenerateServiceLastAccessedDetails: {
    InvalidInputException: (_, ask) => ask(NO_ARN),
    NoSuchEntityException: (made, ask) => ask(nobody(made)),
  },
  GetServiceLastAccessedDetails: {
    InvalidInputException: {
      reason: "A job's id that is none is a ValidationError, as all that constraints refuse.",
    },
    NoSuchEntityException: (_, ask) => ask(),
  },
  GetServiceLastAccessedDetailsWithEntities: {
    InvalidInputException: async (made, ask) => ask({ ...(await job(made)), ServiceNamespace: "nothing" }),
    NoSuchEntityException: (_, ask) => ask(),
  },
  ListPoliciesGrantingServiceAccess: {
    InvalidInputException: (_, ask) => ask(NO_ARN),
    NoSuchEntityException: (made, ask) => ask(nobody(made)),
  },
};
