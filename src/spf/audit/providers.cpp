#include "audit/providers.hpp"

#include <array>

namespace hardfail::spf {
namespace {

// Each row is what the provider's own instructions for setting up SPF have customers include. Names
// that differ from customer to customer (Proofpoint, Mimecast) or contain macros are left out.
constexpr std::array rows = {
    Provider{"Google Workspace", "_spf.google.com"},
    Provider{"Microsoft 365", "spf.protection.outlook.com"},
    Provider{"Amazon SES", "amazonses.com"},
    Provider{"Twilio SendGrid", "sendgrid.net"},
    Provider{"Mailchimp", "servers.mcsv.net"},
    Provider{"Mailchimp Transactional", "spf.mandrillapp.com"},
    Provider{"Mailgun", "mailgun.org"},
    Provider{"Postmark", "spf.mtasv.net"},
    Provider{"SparkPost", "sparkpostmail.com"},
    Provider{"Salesforce", "_spf.salesforce.com"},
    Provider{"Salesforce Marketing Cloud", "cust-spf.exacttarget.com"},
    Provider{"Zendesk", "mail.zendesk.com"},
    Provider{"Zoho Mail", "zoho.com"},
    Provider{"Zoho Mail", "zohomail.com"},
    Provider{"Fastmail", "spf.messagingengine.com"},
    Provider{"Proton Mail", "_spf.protonmail.ch"},
    Provider{"Mailjet", "spf.mailjet.com"},
    Provider{"Brevo", "spf.brevo.com"},
    Provider{"Constant Contact", "spf.constantcontact.com"},
    Provider{"Campaign Monitor", "_spf.createsend.com"},
    Provider{"Cloudflare Email Routing", "_spf.mx.cloudflare.net"},
    Provider{"GoDaddy", "secureserver.net"},
    Provider{"Rackspace Email", "emailsrvr.com"},
    Provider{"IONOS", "_spf-us.ionos.com"},
};

}  // namespace

std::span<const Provider> providers() noexcept { return rows; }

}  // namespace hardfail::spf
