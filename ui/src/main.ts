import './look/fonts.css';
import './look/tokens.css';
import './look/base.css';
import './look/table.css';
import './look/print.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { openBackend } from './backend/open';
import { getLocale, overwriteGetLocale } from './paraglide/runtime';
import { writeWhenLeaving } from './state/leaving';
import { session } from './state/session.svelte';
import { theme } from './state/theme.svelte';

// A language is chosen by loading the window anew; asked for each word anew, it would be read from the disk each time.
const locale = getLocale();
overwriteGetLocale(() => locale);
document.documentElement.lang = locale;
theme.load();
mount(App, { target: document.getElementById('app')! });
void openBackend().then((backend) => session.open(backend));
writeWhenLeaving(
  () => void session.drafts.flush(),
  () => void session.drafts.pauseAll(),
);
