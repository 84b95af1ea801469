// GetAccount: what the account may send, has sent, and has said of itself.

import type { GetAccountCommandOutput } from "@aws-sdk/client-sesv2";
import { defineOperation } from "../../../../service/service.ts";
import { loadAccount } from "../../repo.ts";
import { quotaOf, sentInDay } from "../../sending/quota.ts";

export const getAccount = defineOperation<unknown, GetAccountCommandOutput>("GetAccount", (_input, context) => {
  const nowMs = context.clock.nowMs();
  const { account, quota, sent } = context.store.read((tx) => ({
    account: loadAccount(tx, context),
    quota: quotaOf(tx, context),
    sent: sentInDay(tx, context, nowMs),
  }));
  const { details } = account;
  return {
    DedicatedIpAutoWarmupEnabled: false,
    EnforcementStatus: "HEALTHY",
    ProductionAccessEnabled: account.isInProduction,
    SendQuota: { Max24HourSend: quota.perDay, MaxSendRate: quota.perSecond, SentLast24Hours: sent },
    SendingEnabled: account.isSending,
    SuppressionAttributes: { SuppressedReasons: [...account.suppressedReasons] },
    VdmAttributes: { VdmEnabled: "DISABLED" },
    ...(details === undefined
      ? {}
      : {
          Details: {
            MailType: details.mailType,
            WebsiteURL: details.websiteUrl,
            ...(details.contactLanguage === undefined ? {} : { ContactLanguage: details.contactLanguage }),
            ...(details.useCase === undefined ? {} : { UseCaseDescription: details.useCase }),
            ...(details.contacts === undefined ? {} : { AdditionalContactEmailAddresses: [...details.contacts] }),
            ReviewDetails: { Status: "GRANTED" as const },
          },
        }),
  };
});
