import { type ReactElement, useEffect, useState } from 'react';
import { readToken, tokenIn, type TokenReading } from './token.ts';

/** How often the expiry is looked at again. */
const LOOK_AGAIN_MILLISECONDS = 15_000;

/** The field for one's bearer token, with what the token says about its bearer. */
export function TokenField({
  token,
  onChange,
}: {
  readonly token: string;
  readonly onChange: (token: string) => void;
}): ReactElement {
  const [shown, setShown] = useState(false);
  const now = useNow();

  return (
    <section className="token" aria-label="Toegang / Access">
      <label htmlFor="token">
        Toegangstoken <span lang="en">Bearer token</span>
      </label>
      <div className="token-row">
        <input
          id="token"
          type={shown ? 'text' : 'password'}
          value={token}
          onChange={(event) => onChange(tokenIn(event.currentTarget.value))}
          placeholder="plak uw token / paste your token"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          aria-describedby="token-reading token-note"
        />
        <button type="button" aria-pressed={shown} onClick={() => setShown(!shown)}>
          {shown ? 'Verberg' : 'Toon'} <span lang="en">{shown ? 'Hide' : 'Show'}</span>
        </button>
        <button type="button" disabled={token === ''} onClick={() => onChange('')}>
          Wis <span lang="en">Clear</span>
        </button>
      </div>
      <p id="token-reading" className="token-reading" role="status">
        <Reading token={token} now={now} />
      </p>
      <p id="token-note" className="visually-hidden">
        Blijft in dit tabblad en verdwijnt als u het sluit.{' '}
        <span lang="en">Stays in this tab and is gone when you close it.</span>
      </p>
    </section>
  );
}

function Reading({ token, now }: { readonly token: string; readonly now: Date }): ReactElement {
  if (token === '') {
    return (
      <>
        <b>Anoniem</b> — u ziet wat openbaar is. <span lang="en">Anonymous: what is public.</span>
      </>
    );
  }
  const reading = readToken(token);
  if (reading === undefined) {
    return (
      <b className="wrong">
        Dit is geen leesbaar token. <span lang="en">Not a readable token.</span>
      </b>
    );
  }
  return (
    <>
      <b>{reading.role ?? 'rol onbekend / role unknown'}</b>
      {reading.organisation !== undefined && <code>{reading.organisation}</code>}
      {reading.registration !== undefined && <code>{reading.registration}</code>}
      <Expiry reading={reading} now={now} />
    </>
  );
}

function Expiry({ reading, now }: { readonly reading: TokenReading; readonly now: Date }): ReactElement {
  const { expiresAt } = reading;
  if (expiresAt === undefined) {
    return (
      <span>
        zonder einde <span lang="en">no expiry</span>
      </span>
    );
  }
  const at = expiresAt.toLocaleString('nl-NL', { dateStyle: 'medium', timeStyle: 'short' });
  if (expiresAt <= now) {
    return (
      <b className="wrong">
        verlopen sinds {at} <span lang="en">expired</span>
      </b>
    );
  }
  return (
    <span>
      geldig tot {at} <span lang="en">valid until then</span>
    </span>
  );
}

function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), LOOK_AGAIN_MILLISECONDS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
