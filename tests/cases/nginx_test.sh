#!/bin/bash
# nginx_test.sh — share/nginx/steward.conf under a real nginx, with the program behind it: TLS, names, whose request it is.
set -u
cd "$(dirname "$0")/../.." || exit 1
steward=${STEWARD:-build/steward}
nginx=$(PATH=$PATH:/usr/sbin command -v nginx) || {
    echo 'Bail out! nginx is not installed: script/bootstrap --test'
    exit 1
}
dir=$(mktemp -d)
server='' proxy=''
leave() {
    [ -z "$proxy" ] || kill "$proxy" 2>/dev/null
    [ -z "$server" ] || kill "$server" 2>/dev/null
    wait 2>/dev/null
    rm -rf "$dir"
}
trap leave EXIT
count=0 failed=0
ok() { # what, then a test
    count=$((count + 1))
    local what=$1
    shift
    if "$@"; then echo "ok $count - $what"; else
        echo "not ok $count - $what"
        failed=$((failed + 1))
        tail -n 5 "$dir/log" "$dir/error.log" 2>/dev/null | sed 's/^/# /'
    fi
}
has() { local file=$1; shift; grep -q "$@" "$dir/$file"; }
hasnt() { ! has "$@"; }
wait_for() { # a command that will succeed
    for _ in $(seq 100); do
        "$@" >/dev/null 2>&1 && return
        sleep 0.1
    done
    return 1
}
free_port() {
    perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport'
}

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=steward.example.org \
    -addext subjectAltName=DNS:steward.example.org -keyout "$dir/key.pem" -out "$dir/cert.pem" 2>/dev/null
"$steward" --db "$dir/a.db" migrate >/dev/null || exit 1
"$steward" --db "$dir/a.db" serve --listen 127.0.0.1:0 --proxies 127.0.0.1 --hosts steward.example.org \
    >"$dir/out" 2>"$dir/log" &
server=$!
wait_for grep -q http "$dir/out"
back=$(sed -n 's|http://127.0.0.1:\([0-9]*\)/|\1|p' "$dir/out")
tls=$(free_port) plain=$(free_port)
sed -e "s|server 127.0.0.1:8080|server 127.0.0.1:$back|" -e '/listen \[::\]/d' -e "s/listen 80;/listen 127.0.0.1:$plain;/" \
    -e "s/listen 443/listen 127.0.0.1:$tls/" -e "s|/etc/ssl/steward/fullchain.pem|$dir/cert.pem|" \
    -e "s|/etc/ssl/steward/key.pem|$dir/key.pem|" share/nginx/steward.conf >"$dir/site.conf"
cat >"$dir/nginx.conf" <<END
$([ "$(id -u)" -ne 0 ] || echo "user root;") daemon off; pid $dir/pid; error_log $dir/error.log;
events {}
http {
    access_log off; client_body_temp_path $dir/b; proxy_temp_path $dir/p;
    fastcgi_temp_path $dir/f; uwsgi_temp_path $dir/u; scgi_temp_path $dir/s;
    include $dir/site.conf;
}
END
"$nginx" -c "$dir/nginx.conf" -p "$dir" 2>"$dir/nginx.err" &
proxy=$!
site=https://steward.example.org:$tls
get() { # curl words… → $dir/head, $dir/body
    curl -sS --noproxy '*' --interface 127.0.0.5 --cacert "$dir/cert.pem" --resolve "steward.example.org:$tls:127.0.0.1" -D "$dir/head" -o "$dir/body" "$@" 2>"$dir/curl"
}
wait_for get "$site/healthz"

get "$site/healthz" -H 'X-Forwarded-For: 203.0.113.9'
ok 'it answers through nginx' has head ' 200'
ok 'browsers are told to stay with TLS' has head -i 'strict-transport-security: max-age=15552000'
ok 'the log has the client that nginx saw, not the one it was told' has log 'client=127.0.0.5 .*target=/healthz'
get "$site/" -H 'Accept: text/html'
ok 'the web application' has body '<!doctype html>'
get "$site/api/v1/zone" -X POST -H "Origin: $site" -H 'Content-Type: application/json' -d '{}'
ok 'a write from its own page is not taken for another site'"'"'s' hasnt body HTP-15
get "$site/api/v1/zone" -X POST -H 'Origin: https://evil.example' -H 'Content-Type: application/json' -d '{}'
ok 'one from elsewhere is' has body HTP-15
head -c 3000000 /dev/zero >"$dir/large"
get "$site/api/v1/zone" -X POST -H 'Content-Type: application/json' --data-binary "@$dir/large"
ok 'what is too large for Steward is refused by Steward' has body HTP-16
get "http://127.0.0.1:$plain/cockpit?x=1" -H 'Host: steward.example.org'
ok 'plain HTTP is sent to TLS' has head -i 'location: https://steward.example.org/cockpit?x=1'
get "http://127.0.0.1:$back/healthz" -H 'Host: evil.example'
ok 'another name is not answered' has head ' 421'
kill $server
wait $server
ok 'it stops in good order' [ $? -eq 0 ]
server=''
echo "1..$count"
[ $failed -eq 0 ]
