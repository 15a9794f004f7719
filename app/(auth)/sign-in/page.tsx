import type { Metadata } from "next";
import { DemoStrip } from "@/app/demo-strip";
import { SignInForm } from "@/components/auth/sign-in-form";
import { PersonaButtons } from "@/components/demo/persona-buttons";
import { BarePage } from "@/components/layout/bare-page";
import { Sheet } from "@/components/ui/sheet";
import { safeReturn } from "@/lib/auth/rules";
import { personas } from "@/lib/demo/personas";
import { isDemo } from "@/lib/env";

export const metadata: Metadata = { title: "Sign in" };

/** The way in: an address for the mail, and in the demo one button per persona. */
export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const returnTo = safeReturn((await searchParams).return);
  return (
    <BarePage banner={<DemoStrip />}>
      <div className="grid gap-2">
        <h1 className="text-2xl font-semibold tracking-tight">Sign in</h1>
        <p className="text-ink-soft">You get a mail with a link and a code. There is no password.</p>
      </div>
      <Sheet>
        <SignInForm returnTo={returnTo} />
      </Sheet>
      {isDemo() && (
        <section aria-labelledby="personas" className="grid gap-3">
          <h2 id="personas" className="text-base font-semibold">
            Or step into the demo
          </h2>
          <PersonaButtons personas={personas} returnTo={returnTo} />
        </section>
      )}
    </BarePage>
  );
}
