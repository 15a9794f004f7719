import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { DemoStrip } from "@/app/demo-strip";
import { CodeForm } from "@/components/auth/code-form";
import { LinkForm } from "@/components/auth/link-form";
import { BarePage } from "@/components/layout/bare-page";
import { Sheet } from "@/components/ui/sheet";
import { TextLink } from "@/components/ui/text-link";
import { findSignIn } from "@/lib/auth/complete-sign-in";
import { readPending } from "@/lib/auth/cookies";

export const metadata: Metadata = { title: "Sign in" };

/**
 * Where a sign-in is finished: without a link, the page that waits for the mail; behind the link, one press in the
 * browser that asked and the code in any other. Opening it changes nothing.
 */
export default async function VerifyPage({ searchParams }: PageProps<"/verify">) {
  const { token } = await searchParams;
  const pending = await readPending();
  if (token === undefined) {
    if (!pending) redirect("/sign-in");
    return <WaitingForMail address={pending.address} />;
  }
  const link = typeof token === "string" ? token : "";
  const found = await findSignIn(link, pending?.secret ?? null);
  if (!found) return <LinkIsOver />;
  if (found.place === "elsewhere") return <OtherBrowser token={link} />;
  return (
    <Frame title="Sign in" sentence={`As ${found.address}.`}>
      <Sheet>
        <LinkForm token={link} />
      </Sheet>
    </Frame>
  );
}

/** The same for known and unknown addresses. */
function WaitingForMail({ address }: { address: string }) {
  return (
    <Frame
      title="Look into your mail"
      sentence={`If ${address} may sign in here, a mail is on its way. Open its link in this browser, or type its code. Both work for 10 minutes.`}
    >
      <Sheet>
        <CodeForm />
      </Sheet>
      <p>
        No mail after a minute? <TextLink href="/sign-in">Ask again or with another address</TextLink>.
      </p>
    </Frame>
  );
}

function OtherBrowser({ token }: { token: string }) {
  return (
    <Frame
      title="Type the code from the mail"
      sentence="You asked to sign in with another browser. Here, the link alone is not enough."
    >
      <Sheet>
        <CodeForm token={token} />
      </Sheet>
    </Frame>
  );
}

function LinkIsOver() {
  return (
    <Frame
      title="This link does not work any more"
      sentence="It was used, is older than 10 minutes, or is not complete. Nobody was signed in."
    >
      <p>
        <TextLink href="/sign-in">Ask for a new mail</TextLink>
      </p>
    </Frame>
  );
}

function Frame({ title, sentence, children }: { title: string; sentence: string; children: ReactNode }) {
  return (
    <BarePage banner={<DemoStrip />}>
      <div className="grid gap-2">
        <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
        <p className="text-ink-soft">{sentence}</p>
      </div>
      {children}
    </BarePage>
  );
}
