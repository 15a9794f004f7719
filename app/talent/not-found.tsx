import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { ButtonLink } from "@/components/ui/button";

/** What is not there and what is somebody else's look the same. */
export default function TalentNotFound() {
  return (
    <Page width="form">
      <PageHeader
        title="Nothing here"
        sentence="It does not exist, or it was not sent to the address you signed in with. Nothing was changed."
      />
      <p>
        <ButtonLink href="/talent/offers">Go to your offers</ButtonLink>
      </p>
    </Page>
  );
}
