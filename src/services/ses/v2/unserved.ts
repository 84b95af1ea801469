// Members of version 2's inputs that are not honoured, and why.

/**
 * Global endpoints, tenants, dedicated IP addresses, Mail Manager's archives, the Virtual Deliverability Manager and checks of
 * addresses are none of one machine; a redirect domain needs a DNS that leads here.
 */
export const unserved: Readonly<Record<string, readonly string[]>> = {
  CreateConfigurationSet: ["ArchivingOptions", "TrackingOptions", "VdmOptions"],
  PutAccountSuppressionAttributes: ["ValidationAttributes"],
  PutConfigurationSetDeliveryOptions: ["SendingPoolName"],
  PutConfigurationSetSuppressionOptions: ["ValidationOptions"],
  SendBulkEmail: ["EndpointId", "FeedbackForwardingEmailAddressIdentityArn", "TenantName"],
  SendEmail: ["ConfigurationOverrides", "EndpointId", "FeedbackForwardingEmailAddressIdentityArn", "TenantName"],
  ListEmailIdentities: ["Filter"],
};
