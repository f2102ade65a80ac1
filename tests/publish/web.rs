//! What visitors get while all this goes on: through nginx and Caddy, with the settings that gongbao prints.
