// CorsConfiguration.

import { field, list, number, text } from "../template-values.ts";
import { ifThere } from "./if-there.ts";
import type { BucketPart } from "./part.ts";

export const cors: BucketPart = {
  property: "CorsConfiguration",
  put: (value, { s3, Bucket }) =>
    s3.putBucketCors({
      Bucket,
      CORSConfiguration: {
        CORSRules: list(field(value, "CorsRules")).map((rule) => ({
          ID: field(rule, "Id") === undefined ? undefined : text(rule, "Id"),
          AllowedHeaders: list(field(rule, "AllowedHeaders")).map(String),
          AllowedMethods: list(field(rule, "AllowedMethods")).map(String),
          AllowedOrigins: list(field(rule, "AllowedOrigins")).map(String),
          ExposeHeaders: list(field(rule, "ExposedHeaders")).map(String),
          MaxAgeSeconds: number(rule, "MaxAge"),
        })),
      },
    }),
  reset: ({ s3, Bucket }) => s3.deleteBucketCors({ Bucket }),
  async read({ s3, Bucket }) {
    const found = await ifThere("NoSuchCORSConfiguration", () => s3.getBucketCors({ Bucket }));
    if (found === undefined) return undefined;
    return {
      CorsRules: (found.CORSRules ?? []).map(({ ID, ExposeHeaders, MaxAgeSeconds, ...rule }) => ({
        ...(ID === undefined ? {} : { Id: ID }),
        ...(rule.AllowedHeaders === undefined ? {} : { AllowedHeaders: rule.AllowedHeaders }),
        AllowedMethods: rule.AllowedMethods,
        AllowedOrigins: rule.AllowedOrigins,
        ...(ExposeHeaders === undefined ? {} : { ExposedHeaders: ExposeHeaders }),
        ...(MaxAgeSeconds === undefined ? {} : { MaxAge: MaxAgeSeconds }),
      })),
    };
  },
};
