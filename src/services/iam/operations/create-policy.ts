// CreatePolicy: makes a managed policy with its first version.

import type { CreatePolicyCommandInput, CreatePolicyCommandOutput } from "@aws-sdk/client-iam";
import { arnOf, newId } from "../../../iam/directory/names.ts";
import type { PolicyRecord } from "../../../iam/directory/records.ts";
import { changeIam, isNameTaken, saveNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireDocument } from "../documents.ts";
import { policyExists } from "../errors.ts";
import { requirePolicySize } from "../own-policies.ts";
import { withTags } from "../tags.ts";
import { policyView } from "../views.ts";

export const createPolicy = defineOperation<Input<CreatePolicyCommandInput>, CreatePolicyCommandOutput>(
  "CreatePolicy",
  (input, context) => {
    const {
      PolicyName: name,
      Path: path = "/",
      PolicyDocument: document,
      Description: description,
      Tags: tags = [],
    } = input;
    requireDocument(document, "identity");
    requirePolicySize(document);
    const createdAtMs = context.clock.nowMs();
    const record: PolicyRecord = {
      v: 1,
      name,
      path,
      id: newId(context.random, "policy"),
      createdAtMs,
      updatedAtMs: createdAtMs,
      ...(description === undefined ? {} : { description }),
      tags: withTags({}, tags),
      versions: [{ id: "v1", document, createdAtMs }],
      defaultVersionId: "v1",
      nextVersion: 2,
    };
    changeIam<void>(context.store, (tx) => {
      if (isNameTaken(tx, context.account, "policy", name)) throw policyExists(name);
      saveNamed(tx, context.account, "policy", record);
    });
    return { Policy: policyView({ arn: arnOf(context.account, "policy", record), isAws: false, record }, []) };
  },
);
