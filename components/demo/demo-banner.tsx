import { Banner } from "@/components/layout/banner";
import { SubmitButton } from "@/components/layout/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { advanceClockAction } from "@/lib/demo/actions";

type DemoBannerProps = {
  /** "approver"; null when nobody is signed in, or nobody of the cast. */
  persona: string | null;
  /** The demo's instant in the wordings of `Time`. */
  now: { at: string; short: string; exact: string };
};

const steps = [
  { advance: "P1D", words: "+1 day" },
  { advance: "P7D", words: "+7 days" },
  { advance: "P31D", words: "+31 days" },
];

/** The thin strip of the demo: who you are, what time it is here, and where the mails go. */
export function DemoBanner({ persona, now }: DemoBannerProps) {
  return (
    <Banner label="Demo">
      <span>Demo{persona && `, as ${persona}`}</span>
      <TextLink href="/sign-in">Switch persona</TextLink>
      <form action={advanceClockAction} className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span>
          It is <Time {...now} /> here
        </span>
        {steps.map(({ advance, words }) => (
          <SubmitButton key={advance} name="advance" value={advance} size="small" variant="link" pending="Moving…">
            {words}
          </SubmitButton>
        ))}
      </form>
      <TextLink href="/dev/mailbox">Mailbox</TextLink>
      <TextLink href="/dev/emails">Mail templates</TextLink>
    </Banner>
  );
}
