// How the data of connectors' profiles is written.

import { allow } from "../policy-templates/notation.ts";
import type { PolicyStatement } from "../policy-templates/notation.ts";

export type Access = "Read" | "Write";
export type Side = "Source" | "Destination";

/** What a connector of one type of source to one type of destination makes. */
export type Profile =
  | {
      readonly makes: "AWS::IAM::ManagedPolicy";
      /** Whose role gets the policy. */
      readonly roleOf: Side;
      readonly statements: ReadonlyMap<Access, readonly PolicyStatement[]>;
      /** What must wait for the policy. */
      readonly waiting: "source" | "event source mapping" | undefined;
      /** Where not all of the permissions may stand alone: what may stand together. */
      readonly together: readonly (readonly Access[])[] | undefined;
    }
  | {
      /** A service may send to the destination, for the source. */
      readonly makes: "AWS::SQS::QueuePolicy" | "AWS::SNS::TopicPolicy";
      readonly service: string;
      readonly action: string;
    }
  | {
      /** A service may call the function, for the source. */
      readonly makes: "AWS::Lambda::Permission";
      readonly service: string;
      readonly sourceArn: string;
      readonly sourceAccount: string | undefined;
    };

/** The permissions that a profile knows, in their order. */
export function accessOf(profile: Profile): readonly Access[] {
  return profile.makes === "AWS::IAM::ManagedPolicy" ? [...profile.statements.keys()] : ["Write"];
}

/** Statements for a role: "%{Destination.Arn}" stands for what is known of a side. */
export function may(access: Access, ...statements: readonly (readonly [actions: string, ...resources: string[]])[]) {
  return [access, statements.map(([actions, ...resources]) => allow(actions, resources))] as const;
}

type AccessStatements = ReturnType<typeof may>;

/** The source's role gets a policy. */
export function sourceRole(...statements: readonly AccessStatements[]): Profile {
  return {
    makes: "AWS::IAM::ManagedPolicy",
    roleOf: "Source",
    statements: new Map(statements),
    waiting: undefined,
    together: undefined,
  };
}

/** The role of the function that polls the source gets a policy, before its event source mapping is made. */
export function pollersRole(
  together: readonly (readonly Access[])[] | undefined,
  ...statements: readonly AccessStatements[]
): Profile {
  return {
    makes: "AWS::IAM::ManagedPolicy",
    roleOf: "Destination",
    statements: new Map(statements),
    waiting: "event source mapping",
    together,
  };
}

/** The queue's policy lets a service send. */
export function queuePolicy(service: string): Profile {
  return { makes: "AWS::SQS::QueuePolicy", service, action: "sqs:SendMessage" };
}

/** The topic's policy lets a service publish. */
export function topicPolicy(service: string): Profile {
  return { makes: "AWS::SNS::TopicPolicy", service, action: "sns:Publish" };
}

/** A permission lets a service call the function. */
export function functionPermission(service: string, sourceArn = "%{Source.Arn}", sourceAccount?: string): Profile {
  return { makes: "AWS::Lambda::Permission", service, sourceArn, sourceAccount };
}
