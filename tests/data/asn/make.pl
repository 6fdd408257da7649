#!/usr/bin/perl
# Writes the MaxMind DB files beside this script: what users bring for --asn-db, in small, about the
# addresses of the sample reports. Needs Debian's libmaxmind-db-writer-perl; whoever builds or tests
# does not, since what it writes is checked in.
#
#   geolite.mmdb     with the fields of GeoLite2 ASN and DB-IP ASN Lite
#   ipinfo.mmdb      with those of IPinfo Lite
#   ipv4.mmdb        of IPv4 alone
#   city.mmdb        knows places, no autonomous systems
use strict;
use warnings;
use File::Basename qw(dirname);
use MaxMind::DB::Writer::Tree;

my %types = (
    autonomous_system_number => 'uint32',
    city                     => 'map',
    names                    => 'map',
);

sub write_file {
    my ($name, $type, $version, @rows) = @_;
    my $tree = MaxMind::DB::Writer::Tree->new(
        ip_version               => $version,
        record_size              => 24,
        database_type            => $type,
        description              => { en => 'Invented, for the tests of hardfail' },
        languages                => [],
        remove_reserved_networks => 0,
        map_key_type_callback    => sub { $types{ $_[0] } // 'utf8_string' },
        # The same octets whenever it runs.
        _build_epoch => 1795737600,
    );
    while (my ($network, $record) = splice @rows, 0, 2) {
        $tree->insert_network($network, $record);
    }
    my $path = dirname(__FILE__) . "/$name.mmdb";
    open my $file, '>:raw', $path or die "$path: $!";
    $tree->write_tree($file);
    close $file or die "$path: $!";
}

sub geolite {
    my ($number, $organization) = @_;
    return {
        autonomous_system_number => $number,
        defined $organization ? (autonomous_system_organization => $organization) : (),
    };
}

sub ipinfo {
    my ($asn, $name) = @_;
    return { asn => $asn, as_name => $name, as_domain => 'net.example', country_code => 'DE' };
}

write_file('geolite', 'GeoLite2-ASN', 6,
    '192.0.2.0/24'     => geolite(64496, 'Larkspur Books'),
    '198.18.64.0/18'   => geolite(64500, 'Farnet Access'),
    '198.19.0.0/16'    => geolite(64501, 'Example Cloud'),
    '198.51.100.0/24'  => geolite(64502, 'Mailhaven'),
    '203.0.113.0/25'   => geolite(64503),
    '203.0.113.128/25' => geolite(0, 'Nobody'),
    '2001:db8:17::/48' => geolite(4200000000, 'Larkspur Books, sixth floor'),
);
write_file('ipinfo', 'ipinfo generic_ipinfo_lite.mmdb', 6,
    '192.0.2.0/24'     => { country_code => 'DE' },
    '198.51.100.0/24'  => ipinfo('AS64502', 'Mailhaven'),
    '203.0.113.0/25'   => ipinfo('AS99999999999', 'Beyond 32 bits'),
    '203.0.113.128/25' => ipinfo('', ''),
    '2001:db8:17::/48' => ipinfo('AS64496', 'Larkspur Books'),
);
write_file('ipv4', 'GeoLite2-ASN', 4, '192.0.2.0/24' => geolite(64496, 'Larkspur Books'));
write_file('city', 'GeoLite2-City', 6,
    '192.0.2.0/24'    => { city => { names => { en => 'Larkspur' } } },
    '198.51.100.0/24' => { city => { names => { en => 'Haven' } } },
);
