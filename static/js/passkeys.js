/* Passkeys: asks the browser for one and sends what it says in the form it belongs to.
   A form says by data-passkey what it is for: sign-in, show or add. */
const fromText = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
const withIds = (list) => (list || []).map((item) => ({ ...item, id: fromText(item.id) }));

function plain(credential) {
  const said = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) said[name] = toText(credential.response[name]);
  }
  if (credential.response.getTransports) said.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response: said,
    clientExtensionResults: credential.getClientExtensionResults(),
    authenticatorAttachment: credential.authenticatorAttachment,
  };
}

async function options(form) {
  const element = document.getElementById(form.dataset.passkeyOptions);
  if (element) return JSON.parse(element.textContent).publicKey;
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return (await answer.json()).request_options.publicKey;
}

async function made(form) {
  const wanted = await options(form);
  wanted.challenge = fromText(wanted.challenge);
  if (form.dataset.passkey !== "add") {
    wanted.allowCredentials = withIds(wanted.allowCredentials);
    return navigator.credentials.get({ publicKey: wanted });
  }
  const alone = form.elements.passwordless?.checked;
  wanted.user.id = fromText(wanted.user.id);
  wanted.excludeCredentials = withIds(wanted.excludeCredentials);
  wanted.authenticatorSelection = {
    ...wanted.authenticatorSelection,
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: Boolean(alone),
    ...(alone ? { userVerification: "required" } : {}),
  };
  return navigator.credentials.create({ publicKey: wanted });
}

async function start(form) {
  const button = form.querySelector("[data-passkey-start]");
  const fault = form.querySelector("[data-passkey-fault]");
  fault.hidden = true;
  button.disabled = true;
  try {
    form.elements.credential.value = JSON.stringify(plain(await made(form)));
    form.submit();
  } catch {
    fault.hidden = false;
    button.disabled = false;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("[data-passkey-start]");
  button.hidden = !window.PublicKeyCredential;
  button.addEventListener("click", () => start(form));
  form.addEventListener("submit", (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    start(form);
  });
}
