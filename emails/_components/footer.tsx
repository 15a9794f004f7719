import { Link, Text } from "react-email";
import { type CompanyMail, type MailCategory, settingsSentence } from "./category";
import { light } from "./tokens";

/** Why the mail came, whom to ask, where to change it. Stands on paper, below the sheet. */
export function Footer({ category, mail }: { category: MailCategory; mail: CompanyMail }) {
  return (
    <Text className="soft" style={footer}>
      {category.because} {settingsSentence(category)}{" "}
      <Link href={mail.settingsUrl} className="link" style={{ color: light.action, textDecoration: "underline" }}>
        Notification settings
      </Link>
      <br />
      Questions about this mail: ask <bdi>{mail.askWhom}</bdi>.
      <br />
      Sent by Countersign for <bdi>{mail.companyName}</bdi>.
    </Text>
  );
}

const footer = { margin: "16px 8px 0", color: light.inkSoft, fontSize: "13px", lineHeight: "19px" };
