import { Text } from "react-email";
import { type MailCategory, settingsSentence } from "./category";
import { light } from "./tokens";

/** The footer of a mail that belongs to no company: the reader may not have an account at all. */
export function SecurityFooter({ category }: { category: MailCategory }) {
  return (
    <Text className="soft" style={{ margin: "16px 8px 0", color: light.inkSoft, fontSize: "13px", lineHeight: "19px" }}>
      {category.because} {settingsSentence(category)}
      <br />
      Questions about this mail: ask the admin of your company.
    </Text>
  );
}

/** Its text twin. */
export function securityFooter(category: MailCategory): string {
  return [
    "-- ",
    `${category.because} ${settingsSentence(category)}`,
    "Questions about this mail: ask the admin of your company.",
  ].join("\n");
}
