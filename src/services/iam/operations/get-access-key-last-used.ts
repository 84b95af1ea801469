// GetAccessKeyLastUsed: when an access key signed a request, and for which service.

import type { GetAccessKeyLastUsedCommandInput, GetAccessKeyLastUsedCommandOutput } from "@aws-sdk/client-iam";
import { loadKeyUse } from "../../../iam/directory/accesses.ts";
import { loadAccessKey } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { accessDenied } from "../errors.ts";

// AWS: AccessKeyLastUsed: "N/A" for a key that was not used.
const NEVER = { LastUsedDate: undefined, ServiceName: "N/A", Region: "N/A" };

export const getAccessKeyLastUsed = defineOperation<
  Input<GetAccessKeyLastUsedCommandInput>,
  GetAccessKeyLastUsedCommandOutput
>("GetAccessKeyLastUsed", ({ AccessKeyId: id }, { store, account, accesses }) => {
  accesses.flush();
  const { key, use } = store.read((tx) => ({ key: loadAccessKey(tx, id), use: loadKeyUse(tx, id) }));
  // A key of nobody and one of another account are the same to who asks.
  if (key?.account !== account) throw accessDenied(`User is not authorized to access access key ${id}`);
  return {
    UserName: key.userName,
    AccessKeyLastUsed:
      use === undefined ? NEVER : { LastUsedDate: new Date(use.atMs), ServiceName: use.service, Region: use.region },
  };
});
